/** `poisonCalls`: calls that are well formed HTTP and nothing that a sane client sends. */

export interface PoisonCall {
  readonly kind: string
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly body: string | null
  /** Odd, but allowed: being taken is no fault. */
  readonly mayPass: boolean
}

const MEGABYTE = 1_048_576
const DEPTH = 20_000
/** The longest text that a message may have. */
const TEXT_CHARS = 8_000

/** What costs a careless pattern, a trim, or a LIKE most. */
const BOMBS = [
  `${'a'.repeat(TEXT_CHARS - 1)}!`,
  `${' '.repeat(TEXT_CHARS - 1)}x`,
  `${'('.repeat(TEXT_CHARS / 2)}${')'.repeat(TEXT_CHARS / 2)}`,
  '(a+)+$'.repeat(1_000),
  `a@${'a.'.repeat(3_999)}`,
  `a@${'a-'.repeat(120)}a.b`,
  '%_'.repeat(60),
  '\\'.repeat(120),
  'x\u0000y',
  'x\ud800y',
  '\u202e\u0301'.repeat(2_000),
  '__proto__',
]

/** Every field of the contract that takes text; `bomb` goes in, the rest is right. `roomId` is the poisoner's own. */
const FIELDS: readonly (readonly [
  path: string,
  method: 'GET' | 'POST',
  input: (bomb: string, roomId: string) => object,
])[] = [
  [
    'messages.send',
    'POST',
    (text, conversationId) => ({ conversationId, commandId: crypto.randomUUID(), text }),
  ],
  ['messages.send', 'POST', (commandId, conversationId) => ({ conversationId, commandId, text: 'poison' })],
  [
    'messages.send',
    'POST',
    (conversationId) => ({ conversationId, commandId: crypto.randomUUID(), text: 'poison' }),
  ],
  [
    'messages.send',
    'POST',
    (replyTo, conversationId) => ({
      conversationId,
      commandId: crypto.randomUUID(),
      text: 'poison',
      replyTo,
    }),
  ],
  [
    'messages.edit',
    'POST',
    (text, conversationId) => ({
      conversationId,
      messageId: conversationId,
      commandId: crypto.randomUUID(),
      text,
    }),
  ],
  ['messages.history', 'GET', (conversationId) => ({ conversationId })],
  ['conversations.create', 'POST', (title) => ({ kind: 'group', title, memberIds: [] })],
  ['conversations.create', 'POST', (id) => ({ kind: 'group', title: 'poison', memberIds: [id] })],
  ['conversations.rename', 'POST', (title, conversationId) => ({ conversationId, title })],
  ['conversations.invite', 'POST', (id, conversationId) => ({ conversationId, userIds: [id] })],
  ['conversations.list', 'GET', (cursor) => ({ cursor })],
  ['conversations.browse', 'GET', (query) => ({ query })],
  ['conversations.browse', 'GET', (cursor) => ({ cursor })],
  ['conversations.get', 'GET', (conversationId) => ({ conversationId })],
  ['people.search', 'GET', (query) => ({ query })],
  ['people.byIds', 'GET', (id) => ({ ids: [id] })],
  ['auth.signUp', 'POST', (email) => ({ email, password: 'poisonous', name: 'poison' })],
  ['auth.signUp', 'POST', (name) => ({ email: 'no address', password: 'poisonous', name })],
  ['auth.refresh', 'POST', (refreshToken) => ({ refreshToken })],
]

const RANDOM_JSON = [
  '',
  '{',
  '[',
  'null',
  '7',
  '"text"',
  '[[]]',
  '{"0":',
  '{"json":1e999}',
  '\u0000',
  '{"a":01}',
  '{"__proto__":{"x":1}}',
]
const UNKNOWN = [
  'nope',
  '__proto__',
  'constructor.name',
  'messages',
  'messages.send.call',
  'messages.send,nope',
  '%00',
  '..%2f..%2fetc',
  'a'.repeat(4_000),
]

/** All of them once, kinds mixed. */
export function poisonCalls(roomId: string): PoisonCall[] {
  const one = (input: object) => JSON.stringify(input)
  const send = (text: string) => one({ conversationId: roomId, commandId: crypto.randomUUID(), text })
  const deep = (open: string, close: string) =>
    `{"conversationId":${open.repeat(DEPTH)}${close.repeat(DEPTH)}}`
  const bombs = FIELDS.flatMap(([path, method, input]) =>
    BOMBS.map((bomb): PoisonCall => {
      const text = one(input(bomb, roomId))
      const asQuery = `${path}?input=${encodeURIComponent(text)}`
      return {
        kind: 'bomb',
        method,
        path: method === 'GET' ? asQuery : path,
        body: method === 'GET' ? null : text,
        mayPass: true,
      }
    }),
  )
  const bodies: [kind: string, path: string, body: string][] = [
    ['1 MB', 'messages.send', send('x'.repeat(MEGABYTE))],
    ['1 MB', 'auth.signUp', one({ email: 'x'.repeat(MEGABYTE) })],
    ['deep', 'messages.send', deep('[', ']')],
    ['deep', 'messages.send', deep('{"a":', '')],
    ['deep', 'conversations.create', deep('[', ']')],
    ...RANDOM_JSON.map((body): [string, string, string] => ['bad JSON', 'messages.send', body]),
    ...UNKNOWN.map((path): [string, string, string] => ['unknown', path, '{}']),
  ]
  const others = bodies.map(
    ([kind, path, body]): PoisonCall => ({ kind, method: 'POST', path, body, mayPass: false }),
  )
  // one of the others after every few bombs
  const step = Math.ceil(bombs.length / others.length)
  return bombs.flatMap((bomb, index) =>
    index % step === 0 ? [bomb, ...others.slice(index / step, index / step + 1)] : [bomb],
  )
}
