/** `makeFakeAccounts`: consents, codes and tokens as Google has them; its clock is given. */
import { makeFakeOauth } from '../fake-oauth.ts'
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { type FakeWorld, refusal } from './fake-shapes.ts'
import { YOUTUBE_SCOPES } from './settings.ts'

export const FAKE_CLIENT = { clientId: 'parley', clientSecret: 'a secret of ours' } as const
/** Who says yes at `/o/oauth2/v2/auth`. */
export const FAKE_CHANNEL = 'UCannannannannannannannan'

export function makeFakeAccounts({ now, moods, spend }: FakeWorld) {
  const oauth = makeFakeOauth({
    clientId: FAKE_CLIENT.clientId,
    codeMs: 10 * 60_000,
    tokenMs: 60 * 60_000,
    isPkce: true,
    rotates: false,
    badGrant: 'invalid_grant',
    now,
  })
  oauth.moods.person = FAKE_CHANNEL

  return {
    revoke: oauth.revoke,
    whoIs: oauth.whoIs,
    grant: (channelId: string) => oauth.grant(channelId, YOUTUBE_SCOPES.join(' ')),
    /** The page on which somebody says yes, perhaps not to everything. */
    authorize(request: FakeRequest): FakeReply {
      const query = new URLSearchParams(request.query)
      const asked = query.get('scope')?.split(' ') ?? []
      query.set('scope', asked.filter((scope) => !moods.withholds.includes(scope)).join(' '))
      return oauth.authorize({ ...request, query })
    },
    token(request: FakeRequest): FakeReply {
      const form = new URLSearchParams(request.body.toString())
      if (form.get('client_secret') === FAKE_CLIENT.clientSecret) return oauth.token(request)
      return { status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } }
    },
    channels(channelId: string): FakeReply {
      const refused = spend(1)
      if (refused !== null) return refused
      if (moods.hasNoChannel) return { status: 200, body: { kind: 'youtube#channelListResponse' } }
      const name = channelId.slice(2, 5)
      const snippet = {
        title: `Channel ${name}`,
        customUrl: `@${name}`,
        thumbnails: { default: { url: 'https://yt3.example/ann.jpg' } },
      }
      const status = { longUploadsStatus: moods.longUploads }
      return { status: 200, body: { items: [{ id: channelId, snippet, status }] } }
    },
  }
}

export const SIGNED_OUT = refusal(401, 'authError', 'Invalid Credentials')
