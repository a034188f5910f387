// A MOCK of the centre, for working on the console without one. Not part of the product and never built into it.
//
//   npm run build && npm run mock            serves dist/ and a made-up park on http://127.0.0.1:8080 (or PORT)
//   SCENE=quiet|busy|empty npm run mock      how much goes on
//   CONSOLE=/some/dir npm run mock           serves another build
//
// Log in as admin, control or viewer; the password is the name. POST /mock/away?seconds=30 drops every connection and
// answers nothing for that long; POST /mock/expire ends all sessions; POST /mock/gate?code=N1 changes a gate (JSON body).
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const root = process.env.CONSOLE ?? new URL('../dist', import.meta.url).pathname;
const scene = process.env.SCENE ?? 'quiet';
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
// Of the control room more than the centre gives it: a mock.
const operations = [...readFileSync(new URL('../../src/main/resources/openapi.yaml', import.meta.url), 'utf8').matchAll(/operationId: (\w+)/g)].map((found) => found[1]);
const roles = { admin: ['admin'], control: ['control'], viewer: ['viewer'] };

const park = { name_zh: '青云山风景区', name_en: 'Qingyun Mountain Scenic Area', zone: 'Asia/Shanghai' };
const areas = [{ code: 'MAIN', name_zh: '主景区', name_en: 'Main area' }];
const checkPoints = [
  { code: 'NORTH', name_zh: '北门检票口', name_en: 'North gate', area: 'MAIN' },
  { code: 'SOUTH', name_zh: '南门检票口', name_en: 'South gate', area: 'MAIN' },
  {
    code: 'CABLE',
    name_zh: '索道上站与玻璃栈道联合检票口(旺季临时增设)',
    name_en: 'Cable car upper station and glass walkway joint check point (peak season only)',
    area: 'MAIN',
  },
];

const now = () => new Date().toISOString();
const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();

function gate(code, checkPoint, changed = {}) {
  return {
    code,
    name_zh: `${code.slice(1)} 号通道`,
    name_en: `Lane ${code.slice(1)}`,
    check_point: checkPoint,
    area: 'MAIN',
    kind: 'TWO_WAY',
    link: 'up',
    link_since: ago(3600),
    mode: 'CONTROLLED',
    fire: false,
    free: false,
    lamp: 'red',
    alarms: [],
    holding: false,
    holding_id: null,
    held: null,
    passed_in: 300 + code.charCodeAt(1),
    passed_out: 120,
    last: { at: ago(20), kind: 'ADMITTED', reason: null, ticket_type_zh: '全票', ticket_type_en: 'Adult', people: 1 },
    whitelist: { version: 48213, current: true },
    software: '0.1.0',
    ...changed,
  };
}

function quiet() {
  return [
    gate('N1', 'NORTH'),
    gate('N2', 'NORTH', { last: { at: ago(4), kind: 'REFUSED', reason: 'USED_UP', ticket_type_zh: '全票', ticket_type_en: 'Adult', people: 1 } }),
    gate('S1', 'SOUTH', {
      kind: 'ENTRY',
      passed_out: 0,
      holding: true,
      holding_id: '000000000000002a-5001',
      held: { ticket: 'S261121-7K3M9Q-1', ticket_type_zh: '优待票', ticket_type_en: 'Concession' },
    }),
    gate('S2', 'SOUTH', { kind: 'EXIT', passed_in: 0, last: null }),
  ];
}

function busy() {
  const long = {
    name_zh: '索道上站东侧无障碍与婴儿车优先双向通道(临时)',
    name_en: 'Upper station east side step-free and pushchair priority two-way lane (temporary)',
  };
  const gates = [
    ...quiet(),
    gate('N3', 'NORTH', {
      link: 'down',
      link_since: ago(600),
      last: { at: ago(700), kind: 'REFUSED', reason: 'NEEDS_CHECK', ticket_type_zh: '优待票(老年人、残疾人、现役军人)', ticket_type_en: 'Concession (seniors, disabled persons, military)', people: 1 },
    }),
    gate('N4', 'NORTH', { mode: 'ALWAYS_OPEN', free: true, lamp: 'green', last: { at: ago(3), kind: 'FREE_PASS', reason: null, ticket_type_zh: null, ticket_type_en: null, people: 1 } }),
    gate('S3', 'SOUTH', { mode: 'ALWAYS_CLOSED', last: { at: ago(60), kind: 'REFUSED', reason: 'GATE_CLOSED', ticket_type_zh: '年卡', ticket_type_en: 'Annual pass', people: 1 } }),
    gate('S4', 'SOUTH', { link: 'never', link_since: null, mode: null, lamp: null, last: null, whitelist: { version: 0, current: false }, passed_in: 0, passed_out: 0 }),
    gate('C1', 'CABLE', { ...long, fire: true, free: true, lamp: 'green', alarms: ['FIRE'], last: { at: ago(1), kind: 'UNAUTHORISED_PASS', reason: null, ticket_type_zh: null, ticket_type_en: null, people: 1 } }),
    gate('C2', 'CABLE', { mode: 'EMERGENCY_OPEN', free: true, lamp: 'green', whitelist: { version: 48000, current: false } }),
    gate('C3', 'CABLE', { alarms: ['DEVICE_FAULT:card-reader', 'TAILGATING', 'ARM_PUSHED'], last: { at: ago(9), kind: 'ADMITTED', reason: null, ticket_type_zh: '旅行社团体票', ticket_type_en: 'Travel agency group', people: 38 } }),
    gate('C4', 'CABLE', { mode: 'OUT_OF_SERVICE', lamp: 'off', passed_in: 12345, passed_out: 10987 }),
  ];
  for (let i = 5; i <= 12; i++) gates.push(gate(`S${i}`, 'SOUTH'));
  return gates;
}

const gates = scene === 'empty' ? [] : scene === 'busy' ? busy() : quiet();
const hours = scene === 'empty' ? [] : [8, 9, 10, 11, 12, 13, 14, 15].map((hour) => ({ hour, in: 90 * (14 - Math.abs(hour - 10) * 2), out: 60 * (hour - 7) }));
/** By hand; null: nobody counted. */
let counted = null;
const totals = () => {
  const sum = (key) => gates.reduce((all, each) => all + each[key], 0);
  const inside = Math.max(0, sum('passed_in') - sum('passed_out'));
  const people = counted ?? inside;
  const ofAreas = areas.map((area) => ({ ...area, capacity: 5000, inside: people, filling: people >= 4000, full: people >= 5000 }));
  return { in_today: sum('passed_in'), out_today: sum('passed_out'), inside, hours, areas: ofAreas };
};
const board = () => ({ at: now(), park, gates, totals: totals() });

const sessions = new Map();
const streams = new Set();
let awayUntil = 0;
let numbers = 0;
const given = [];

function tell(event, data) {
  for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function changeGate(code, change) {
  const found = gates.find((each) => each.code === code);
  if (found === undefined) return;
  Object.assign(found, change);
  tell('gate', found);
  tell('totals', totals());
}

function carryOut(command, action) {
  if (action.startsWith('confirm-')) changeGate(command.gate, { holding: false, holding_id: null, held: null });
  const mode = { controlled: 'CONTROLLED', 'always-open': 'ALWAYS_OPEN', 'always-closed': 'ALWAYS_CLOSED', 'emergency-open': 'EMERGENCY_OPEN', 'out-of-service': 'OUT_OF_SERVICE', 'direct-check': 'DIRECT_CHECK' }[action];
  const target = gates.find((each) => each.code === command.gate);
  if (target.link !== 'up') return; // expires
  setTimeout(() => {
    if (action === 'release-fire') {
      command.outcome = 'NOT_NOW';
      command.answer = 'the fire loop is still broken';
    } else {
      command.outcome = 'DONE';
      const open = mode === 'ALWAYS_OPEN' || mode === 'EMERGENCY_OPEN' || target.fire;
      changeGate(command.gate, mode === undefined ? {} : { mode, free: open, lamp: open ? 'green' : 'red' });
    }
    tell('command', command);
  }, 150 + 60 * (++numbers % 9));
}

function command({ scope, action, direction }, issuer) {
  const batch = `batch-${++numbers}`;
  const within = gates.filter((each) => scope.kind === 'park' || (scope.kind === 'gate' ? each.code : each.check_point) === scope.code);
  const commands = within.map((each) => ({
    id: `command-${++numbers}`,
    batch,
    gate: each.code,
    action,
    direction: direction ?? null,
    issuer,
    outcome: 'PENDING',
    answer: '',
    issued_at: now(),
    expires_at: new Date(Date.now() + (action === 'open-once' ? 10_000 : 60_000)).toISOString(),
  }));
  given.unshift(...commands);
  commands.forEach((each) => carryOut(each, action));
  return { batch, commands };
}

function sessionOf(request) {
  const cookie = /shanmen_session=([\w-]+)/.exec(request.headers.cookie ?? '');
  return cookie === null ? undefined : sessions.get(cookie[1]);
}

function answer(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

const refuse = (response, status, code) => answer(response, status, { error: { code, message_zh: '', message_en: '' } });

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : JSON.parse(text);
}

async function api(request, response, path) {
  if (path === '/session' && request.method === 'POST') {
    const { name, password } = await bodyOf(request);
    if (!(name in roles) || password !== name) return refuse(response, 401, 'UNAUTHENTICATED');
    const id = `s${Math.random().toString(36).slice(2)}`;
    sessions.set(id, { user: { name, display_name: name === 'admin' ? '王管理' : name, roles: roles[name], operations: name === 'viewer' ? [] : operations, language: 'zh' }, csrf: id });
    return answer(response, 200, sessions.get(id), { 'Set-Cookie': `shanmen_session=${id}; HttpOnly; SameSite=Strict; Path=/` });
  }
  const session = sessionOf(request);
  if (session === undefined) return refuse(response, 401, 'UNAUTHENTICATED');
  if (request.method !== 'GET' && request.headers['x-csrf-token'] !== session.csrf) return refuse(response, 403, 'CSRF');
  switch (`${request.method} ${path}`) {
    case 'GET /session':
      return answer(response, 200, session);
    case 'DELETE /session':
      sessions.delete(session.csrf);
      return answer(response, 204);
    case 'GET /park':
      return answer(response, 200, park);
    case 'GET /areas':
      return answer(response, 200, { areas });
    case 'GET /check-points':
      return answer(response, 200, { check_points: checkPoints });
    case 'GET /board':
      return answer(response, 200, board());
    case 'POST /commands':
      if (session.user.roles[0] === 'viewer') return refuse(response, 403, 'FORBIDDEN');
      return answer(response, 202, command(await bodyOf(request), session.user.name));
    case 'GET /commands':
      return answer(response, 200, { commands: given.slice(0, 100) });
    case 'POST /areas/MAIN/inside':
      counted = (await bodyOf(request)).inside;
      tell('totals', totals());
      return answer(response, 200, { area: 'MAIN', inside: counted });
    case 'GET /live':
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.write(`event: board\ndata: ${JSON.stringify(board())}\n\n`);
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return undefined;
    default:
      return refuse(response, 404, 'NOT_FOUND');
  }
}

async function mock(request, response, url) {
  if (url.pathname === '/mock/away') {
    awayUntil = Date.now() + 1000 * Number(url.searchParams.get('seconds') ?? 30);
    answer(response, 204);
    streams.forEach((stream) => stream.destroy());
  } else if (url.pathname === '/mock/expire') {
    sessions.clear();
    streams.forEach((stream) => stream.destroy());
    answer(response, 204);
  } else {
    changeGate(url.searchParams.get('code'), await bodyOf(request));
    answer(response, 204);
  }
}

async function file(response, path) {
  const name = normalize(path).replace(/^(\.\.[/\\])+/, '');
  const body = await readFile(join(root, extname(name) === '' ? 'index.html' : name));
  response.writeHead(200, { 'Content-Type': types[extname(name) || '.html'] ?? 'application/octet-stream' });
  response.end(body);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://mock');
  response.setHeader('Content-Security-Policy', policy);
  const work = url.pathname.startsWith('/mock/')
    ? mock(request, response, url)
    : Date.now() < awayUntil
      ? Promise.resolve(request.socket.destroy())
      : url.pathname.startsWith('/api/v1')
        ? api(request, response, url.pathname.slice('/api/v1'.length))
        : file(response, url.pathname);
  work.catch(() => refuse(response, 404, 'NOT_FOUND'));
});
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => console.log(`MOCK centre on http://127.0.0.1:${server.address().port}`));

// People keep coming.
if (scene === 'busy') {
  setInterval(() => {
    const target = gates[Math.floor(Math.random() * gates.length)];
    if (target.link === 'up') changeGate(target.code, { passed_in: target.passed_in + 1 });
  }, 2000);
}
