/** The dark modules as one SVG path, with the four light modules around them that readers want. */
export interface QrPicture {
  /** Of the square, in modules. */
  readonly size: number;
  readonly path: string;
}

const QUIET = 4;

export function picture(modules: readonly string[]): QrPicture {
  const path = modules
    .flatMap((row, y) => [...row.matchAll(/1+/g)].map((dark) => `M${dark.index + QUIET} ${y + QUIET}h${dark[0].length}v1h-${dark[0].length}z`))
    .join('');
  return { size: modules.length + 2 * QUIET, path };
}
