import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide } from '../src/handheld/admission';
import { readQuestion } from '../src/handheld/wire';

/** Written by gate-daemon's AdmissionVectorsTest: what a gate decides. */
const VECTORS = new URL('../../../gate-daemon/src/test/resources/org/shanmen/gate/admission/vectors.txt', import.meta.url);

function told(question: string): string {
  const decision = decide(readQuestion(question));
  return decision.kind === 'REFUSE'
    ? `REFUSE ${decision.rule} ${decision.reason}`
    : `${decision.kind} ${decision.direction === 1 ? 'IN' : 'OUT'} people=${decision.people} left=${decision.left} fee=${decision.feeFen}`;
}

describe('admission at a handheld', () => {
  it('is what a gate decides, question by question', () => {
    const lines = readFileSync(VECTORS, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1000);
    const wrong = lines.filter((line) => {
      const space = line.indexOf(' ');
      return told(line.slice(0, space)) !== line.slice(space + 1);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});
