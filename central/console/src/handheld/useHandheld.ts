import { computed, ref, shallowRef } from 'vue';
import { Centre, mayAttend, Refusal, type Attendant, type Duplicate, type HandheldState } from './api';
import { Book } from './book';
import { Desk, type Shown, type Watch } from './desk';
import type { Lane } from './doorkeeper';
import { bytesOfHex, type CredentialKind } from './fingerprint';
import { ParkClock } from './parkClock';
import { Post, type Standing } from './post';
import { shake, say } from './voice';
import { EXIT, IN, OUT, TWO_WAY } from './wire';
import { useWords } from './words';

const ROUND_MILLIS = 15_000;
const TALLY_OPEN_MILLIS = 10_000;
const WITHOUT_NETWORK_MILLIS = 12 * 3_600_000;
const HISTORY = 30;
const LANES = { ENTRY: 1, EXIT, TWO_WAY } as const;

export type Phase = 'LOADING' | 'LOGIN' | 'PAIR' | 'REVOKED' | 'WORK';

/** What fills the screen. */
export interface Answer {
  /** Tells this one from the one before. */
  id: number;
  tone: 'ADMIT' | 'REFUSE' | 'ASK';
  title: string;
  lines: string[];
  /** Of a question: what it is about, and how many may pass. */
  shown: Shown | null;
  people: number;
  proof: boolean;
}

export interface Past {
  sequence: number;
  at: number;
  tone: 'ADMIT' | 'REFUSE' | 'TALLY';
  text: string;
}

interface Grant {
  name: string;
  display_name: string;
  /** Until when this works without a network, Unix milliseconds. */
  until: number;
}

interface Tally {
  people: number;
  last: number;
}

function laneOf(state: HandheldState): Lane {
  return {
    area: state.area.number,
    checkPoint: state.check_point.number,
    kind: LANES[state.kind],
    zone: state.zone,
    fingerprintKey: bytesOfHex(state.fingerprint_key),
    ticketKeys: state.ticket_keys,
  };
}

/** The page's one handheld: who works with it, what it shows, what it keeps. */
export function useHandheld() {
  const words = useWords();
  const { t } = words;
  const phase = ref<Phase>('LOADING');
  const attendant = ref<Grant | null>(null);
  const state = shallowRef<HandheldState | null>(null);
  const standing = shallowRef<Standing>({ kind: 'OFFLINE' });
  const duplicates = shallowRef<readonly Duplicate[]>([]);
  const unsent = ref({ count: 0, from: Infinity });
  const list = ref({ rights: 0, at: 0 });
  const tally = ref<Tally>({ people: 0, last: 0 });
  const history = ref<Past[]>([]);
  const answer = shallowRef<Answer | null>(null);
  const busy = ref(false);
  const way = ref<typeof IN | typeof OUT>(IN);
  const voice = ref(localStorage.getItem('shanmen.handheld.voice') !== 'off');
  const failure = ref('');
  let answers = 0;
  /** Shown while the one before was being written down. */
  let next: { kind: CredentialKind; value: string } | null = null;

  const centre = new Centre();
  let clock = new ParkClock();
  let book: Book;
  let post: Post;
  let desk: Desk;

  const revokedWords = computed(() => (standing.value.kind === 'REVOKED' ? standing.value.words[words.language.value] : ''));
  const refusedWords = computed(() => (standing.value.kind === 'REFUSED' ? standing.value.words[words.language.value] : ''));

  async function start(): Promise<void> {
    book = await Book.open();
    void navigator.storage?.persist?.();
    centre.key = (await book.get<string>('key')) ?? '';
    clock = new ParkClock(await book.get<number>('clockOffset'));
    clock.passed((await book.get<number>('latest')) ?? 0);
    state.value = await book.get<HandheldState>('state');
    history.value = (await book.get<Past[]>('history')) ?? [];
    tally.value = (await book.get<Tally>('tally')) ?? { people: 0, last: 0 };
    post = new Post(book, centre, clock, () => void refresh());
    desk = new Desk(book, centre, clock, () => laneOf(state.value as HandheldState));
    await recognise();
    window.setInterval(() => void tick(), ROUND_MILLIS);
    window.setInterval(() => void sealTally(false), 2_000);
    window.addEventListener('online', () => void tick());
    window.addEventListener('offline', () => {
      post.standing = { kind: 'OFFLINE' };
      void refresh();
    });
  }

  /** Who was logged in, as the centre says; without a network, whoever was here last, for a while. */
  async function recognise(): Promise<void> {
    await refresh();
    try {
      await welcome(await centre.session());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const grant = await book.get<Grant>('grant');
      if (error.status === 401) phase.value = 'LOGIN';
      else if (grant !== null && grant.until > clock.now()) await work(grant);
      else if (grant !== null) await lock();
      else phase.value = 'LOGIN';
    }
  }

  async function lock(): Promise<void> {
    failure.value = t('needNetwork');
    phase.value = 'LOGIN';
    await book.forgetList(['grant', 'state']);
  }

  async function login(name: string, password: string): Promise<void> {
    failure.value = '';
    try {
      await welcome(await centre.login(name, password));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failure.value = error.status === 401 ? t('wrong') : error.status === 429 ? t('tooMany') : error.words[words.language.value] || t('unreachable');
    }
  }

  async function welcome(user: Attendant): Promise<void> {
    if (user.must_change_password || !mayAttend(user)) {
      failure.value = user.must_change_password ? t('changePassword') : t('noRole');
      phase.value = 'LOGIN';
      return;
    }
    const grant: Grant = { name: user.name, display_name: user.display_name, until: clock.now() + WITHOUT_NETWORK_MILLIS };
    await book.set('grant', grant);
    await work(grant);
  }

  async function work(grant: Grant): Promise<void> {
    failure.value = '';
    attendant.value = grant;
    if (centre.key === '') {
      phase.value = 'PAIR';
      return;
    }
    if ((await book.get<string>('startedBy')) !== grant.name || phase.value === 'LOADING') {
      await desk.start(grant.name);
      await book.set('startedBy', grant.name);
    }
    await post.go();
    if (phase.value !== 'REVOKED' && standing.value.kind !== 'LOGGED_OUT' && state.value !== null) phase.value = 'WORK';
    else if (state.value === null && phase.value !== 'REVOKED') {
      failure.value = t('needNetwork');
      phase.value = 'LOGIN';
    }
  }

  async function pair(code: string): Promise<void> {
    failure.value = '';
    try {
      const { key } = await centre.pair(code.trim());
      await book.begin({ key, grant: attendant.value === null ? null : { ...attendant.value } });
      centre.key = key;
      history.value = [];
      phase.value = 'LOADING';
      if (attendant.value !== null) await work({ ...attendant.value });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failure.value = error.words[words.language.value] || t('unreachable');
    }
  }

  async function pairAnew(): Promise<void> {
    await book.begin({ grant: attendant.value === null ? null : { ...attendant.value } });
    centre.key = '';
    state.value = null;
    phase.value = 'PAIR';
    await refresh();
  }

  async function logout(): Promise<void> {
    await sealTally(true);
    await post.go();
    await centre.logout().catch(() => undefined);
    await book.forgetList(['grant', 'state', 'wholeAt', 'listAt', 'history', 'startedBy']);
    attendant.value = null;
    state.value = null;
    history.value = [];
    phase.value = 'LOGIN';
    await refresh();
  }

  async function tick(): Promise<void> {
    if (phase.value !== 'WORK') return;
    await post.go();
    const grant = await book.get<Grant>('grant');
    if (post.online && grant !== null) await book.set('grant', { ...grant, until: clock.now() + WITHOUT_NETWORK_MILLIS });
    else if (grant !== null && grant.until <= clock.now()) await lock();
  }

  /** Shows what the book and the post know. */
  async function refresh(): Promise<void> {
    standing.value = post.standing;
    duplicates.value = post.duplicates;
    state.value = (await book.get<HandheldState>('state')) ?? state.value;
    if (state.value !== null) words.setZone(state.value.zone);
    unsent.value = await book.unsentRecords();
    list.value = { rights: await book.rightsHeld(), at: (await book.get<number>('listAt')) ?? 0 };
    if (post.standing.kind === 'LOGGED_OUT' && phase.value === 'WORK') phase.value = 'LOGIN';
    if (post.standing.kind === 'REVOKED' && phase.value !== 'REVOKED') {
      phase.value = 'REVOKED';
      await book.forgetList(['state']);
    }
  }

  function watchOf(): Watch {
    const full = state.value?.area_full;
    return {
      attendant: attendant.value?.name ?? '',
      direction: state.value?.kind === 'EXIT' ? OUT : state.value?.kind === 'TWO_WAY' ? way.value : IN,
      online: post.online && navigator.onLine,
      areaFull: full !== undefined && full.full && full.until_millis > clock.now(),
    };
  }

  /** Somebody shows something. */
  async function show(kind: CredentialKind, value: string): Promise<void> {
    if (phase.value !== 'WORK' || answer.value?.tone === 'ASK' || value.trim() === '') return;
    if (busy.value) {
      next = { kind, value };
      return;
    }
    await doing(async () => {
      const watch = watchOf();
      const shown = await desk.show(kind, value, watch);
      const { decision } = shown.judgement;
      if (decision.kind === 'REFUSE') {
        await desk.refuse(shown, decision.reason, watch);
        await refused(shown, decision.reason);
      } else if (decision.kind === 'HOLD' || decision.people > 1) {
        ask(shown);
      } else {
        await desk.admit(shown, 1, watch);
        await admitted(shown, 1);
      }
    });
  }

  async function doing(what: () => Promise<void>): Promise<void> {
    busy.value = true;
    try {
      await what();
    } catch (error) {
      answer.value = { id: ++answers, tone: 'REFUSE', title: t('refuse'), lines: [t('failed', { why: String(error) })], shown: null, people: 0, proof: false };
      shake('REFUSE');
    } finally {
      busy.value = false;
      void post.go();
      const waiting = next;
      next = null;
      if (waiting !== null) void show(waiting.kind, waiting.value);
    }
  }

  function nameOf(shown: Shown): string[] {
    const template = shown.judgement.question?.template;
    return template ? [words.named({ name_zh: template.nameZh, name_en: template.nameEn })] : [];
  }

  function ask(shown: Shown): void {
    const { decision } = shown.judgement;
    if (decision.kind === 'REFUSE') return;
    const proof = decision.kind === 'HOLD';
    const lines = proof ? [t('proof', { name: nameOf(shown)[0] ?? '' })] : nameOf(shown);
    answer.value = { id: ++answers, tone: 'ASK', title: proof ? t('hold') : t('group'), lines, shown, people: decision.people, proof };
    shake('ASK');
    speak(proof ? t('said.hold') : t('group'));
  }

  /** The attendant lets so many in. */
  async function confirm(people: number): Promise<void> {
    const shown = answer.value?.shown;
    if (!shown || busy.value) return;
    await doing(async () => {
      await desk.admit(shown, people, watchOf());
      await admitted(shown, people);
    });
  }

  /** The attendant sends somebody away whose proof is not right. */
  async function reject(): Promise<void> {
    const shown = answer.value?.shown;
    if (!shown || busy.value) return;
    await doing(async () => {
      await desk.refuse(shown, 'NEEDS_CHECK', watchOf());
      await refused(shown, 'NEEDS_CHECK');
    });
  }

  function close(): void {
    const shown = answer.value?.shown;
    if (answer.value?.tone === 'ASK' && shown) desk.drop(shown);
    answer.value = null;
  }

  async function admitted(shown: Shown, people: number): Promise<void> {
    const { decision } = shown.judgement;
    if (decision.kind === 'REFUSE') return;
    const lines = nameOf(shown);
    if (people > 1) lines.push(t('people', { n: people }));
    if (decision.left >= 0) lines.push(t('left', { n: decision.left + decision.people - people }));
    if (decision.feeFen > 0) {
      const rest = decision.balanceFen + decision.feeFen * (decision.people - people);
      lines.push(t('fee', { fen: (decision.feeFen / 100).toFixed(2), rest: (rest / 100).toFixed(2) }));
    }
    const title = decision.direction === OUT ? t('leave') : t('admit');
    answer.value = { id: ++answers, tone: 'ADMIT', title, lines, shown: null, people, proof: false };
    shake('ADMIT');
    speak(people > 1 ? t('said.people', { n: people }) : t('said.admit'));
    await remember('ADMIT', [...lines].join(' · '));
  }

  async function refused(shown: Shown, reason: string): Promise<void> {
    const { decision, question } = shown.judgement;
    const lines = nameOf(shown);
    if (decision.kind === 'REFUSE' && decision.fromMillis > 0) lines.push(t('from', { at: words.clock(decision.fromMillis) }));
    const last = Math.max(0, ...(question?.uses ?? []).filter((use) => use.direction === IN).map((use) => use.atMillis));
    if (last > 0) lines.push(t('lastEntry', { at: words.clock(last) }));
    answer.value = { id: ++answers, tone: 'REFUSE', title: words.reason(reason), lines, shown: null, people: 0, proof: false };
    shake('REFUSE');
    speak(`${t('said.refuse')}, ${words.reason(reason)}`);
    await remember('REFUSE', [words.reason(reason), ...nameOf(shown)].join(' · '));
  }

  async function remember(tone: Past['tone'], text: string): Promise<void> {
    const past = { sequence: await book.lastSequence(), at: clock.now(), tone, text };
    history.value = [past, ...history.value].slice(0, HISTORY);
    await book.set('history', history.value.map((each) => ({ ...each })));
    await refresh();
  }

  function speak(text: string): void {
    if (voice.value) say(text, words.language.value);
  }

  function setVoice(on: boolean): void {
    voice.value = on;
    localStorage.setItem('shanmen.handheld.voice', on ? 'on' : 'off');
  }

  /** One more, or one less of those who are not recorded for good yet. */
  async function count(people: 1 | -1): Promise<void> {
    const next = tally.value.people + people;
    if (next < 0 || phase.value !== 'WORK') return;
    tally.value = { people: next, last: clock.now() };
    await book.set('tally', { ...tally.value });
    shake('ADMIT');
  }

  /** Records what was counted, when nobody has been counted for a while: until then a slip can be taken back. */
  async function sealTally(now: boolean): Promise<void> {
    const { people, last } = tally.value;
    if (people === 0 || (!now && clock.now() - last < TALLY_OPEN_MILLIS)) return;
    tally.value = { people: 0, last: 0 };
    await desk.tally(people, state.value?.kind === 'EXIT' ? 'OUT' : 'IN', attendant.value?.name ?? '');
    await remember('TALLY', `${t('tally')} ${t('people', { n: people })}`);
    void post.go();
  }

  return {
    phase, attendant, state, standing, duplicates, unsent, list, tally, history, answer, busy, way, voice, failure, revokedWords, refusedWords,
    start, login, logout, pair, pairAnew, show, confirm, reject, close, count, setVoice,
    now: () => clock.now(),
  };
}

export type Handheld = ReturnType<typeof useHandheld>;
