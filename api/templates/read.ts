/** Reads of templates: all of them as cards, and one whole. */
import { excerpt } from '../../engine/kernel/excerpt.ts'
import { isUuid } from '../../engine/kernel/ids.ts'
import type { MediaView } from '../../engine/outside/media/view.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Destination } from '../../engine/protocol/post-shapes.ts'
import { PostTemplate } from '../../engine/store/entities/post-template.ts'
import { maySomeone } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { TemplateContent } from './shape.ts'

/** A template as a list shows it. */
export interface TemplateCard {
  readonly id: string
  readonly name: string
  /** The beginning of what it says. */
  readonly text: string
  /** Where a post of it would go. */
  readonly to: readonly Destination[]
  readonly tags: readonly string[]
  readonly changedAt: string
  /** Whether the reader may rename, write over and remove it. */
  readonly mayChange: boolean
}

export interface TemplateView extends TemplateCard {
  readonly content: TemplateContent
  /** Of the post and of its variants and parts, as far as the files are still there. */
  readonly media: readonly MediaView[]
}

/** By name. */
export async function list(ctx: SignedInCtx): Promise<{ items: TemplateCard[] }> {
  const { node, session } = ctx
  const em = node.store.scoped(session.organisationId)
  const [found, mayAll] = await Promise.all([
    em.find(PostTemplate, {}, { orderBy: { name: 'asc' } }),
    mayChangeAll(ctx),
  ])
  return { items: found.map((row) => cardOf(ctx, row, mayAll)) }
}

/** Refuses with UNKNOWN_TEMPLATE. */
export async function get(
  ctx: SignedInCtx,
  { templateId }: { readonly templateId: string },
): Promise<{ template: TemplateView }> {
  return { template: await viewOf(ctx, await templateOf(ctx, templateId)) }
}

/** Refuses with UNKNOWN_TEMPLATE, also for one of another organisation. */
export async function templateOf({ node, session }: SignedInCtx, templateId: string): Promise<PostTemplate> {
  const em = node.store.scoped(session.organisationId)
  const found = isUuid(templateId) ? await em.findOne(PostTemplate, { id: templateId }) : null
  return found ?? refuse('UNKNOWN_TEMPLATE')
}

export async function viewOf(ctx: SignedInCtx, row: PostTemplate): Promise<TemplateView> {
  const { organisationId } = ctx.session
  const content = TemplateContent.parse(row.content)
  const media = await ctx.node.outside.media.viewsOf(organisationId, mediaOf(content))
  return { ...cardOf(ctx, row, await mayChangeAll(ctx)), content, media }
}

function cardOf({ session }: SignedInCtx, row: PostTemplate, mayAll: boolean): TemplateCard {
  const { text, targets, tags } = TemplateContent.parse(row.content)
  return {
    id: row.id,
    name: row.name,
    text: excerpt(text),
    to: targets.map(({ to }) => to),
    tags,
    changedAt: row.changedAt.toISOString(),
    mayChange: mayAll || row.createdBy === session.userId,
  }
}

/** Admins change those of others too. */
function mayChangeAll(ctx: SignedInCtx): Promise<boolean> {
  return maySomeone(ctx, 'changeTemplate', null)
}

function mediaOf({ media, targets }: TemplateContent): string[] {
  const own = targets.flatMap((target) => [
    ...(target.media ?? []),
    ...target.parts.flatMap((part) => part.media),
  ])
  return [...new Set([...media, ...own])]
}
