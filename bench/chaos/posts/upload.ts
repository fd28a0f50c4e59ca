/** `uploadAll`: the files that networks insist on, brought as a browser brings them. */
import type { Networks } from './networks.ts'

export interface Uploaded {
  readonly image: string
  readonly film: string
}

export async function uploadAll(
  url: string,
  accessToken: string,
  { sample }: Pick<Networks, 'sample'>,
): Promise<Uploaded> {
  const bring = async (name: 'image.jpg' | 'film.mp4', type: string): Promise<string> => {
    const answer = await fetch(`${url}/media`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': type, 'x-file-name': name },
      body: await sample(name),
    })
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.status} ${await answer.text()}`)
    const { media } = (await answer.json()) as { media: { id: string } }
    return media.id
  }
  return { image: await bring('image.jpg', 'image/jpeg'), film: await bring('film.mp4', 'video/mp4') }
}
