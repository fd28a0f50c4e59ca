/** Acts on templates. Where they lead is looked at when a post is made of one: accounts, people and files come and go. */
import { refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { PostTemplate } from '../../engine/store/entities/post-template.ts'
import { derivedId } from '../derived-id.ts'
import { checkMayWithPost } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkName } from './check.ts'
import { type TemplateView, templateOf, viewOf } from './read.ts'
import type { Saved } from './shape.ts'

interface Answer {
  readonly template: TemplateView
}

/**
 * Keeps a template under a new name, or writes over the one named. The same commandId finds what it made. Refuses with
 * NO_PERMISSION, UNKNOWN_TEMPLATE, TEMPLATE_NAME_TAKEN, TEMPLATES_FULL.
 */
export async function save(
  ctx: SignedInCtx,
  { name, templateId, commandId, ...content }: Saved,
): Promise<Answer> {
  if (templateId !== undefined) return write(ctx, templateId, { name, content })
  await checkMayWithPost(ctx, 'saveTemplate', null)
  const { node, session } = ctx
  const { organisationId, userId: createdBy } = session
  const em = node.store.scoped(organisationId)
  const id = commandId ? derivedId(['template', organisationId, createdBy, commandId]) : node.newId()
  const made = await em.findOne(PostTemplate, { id })
  if (made !== null) return { template: await viewOf(ctx, made) }
  if ((await em.count(PostTemplate)) >= LIMITS.templatesMax) refuse('TEMPLATES_FULL')
  const row = { id, organisationId, name, content, createdBy }
  await checkName(() =>
    em.upsert(PostTemplate, row, { onConflictFields: ['id'], onConflictAction: 'ignore' }),
  )
  return answer(ctx, id)
}

/** Refuses with NO_PERMISSION, UNKNOWN_TEMPLATE, TEMPLATE_NAME_TAKEN. */
export function rename(
  ctx: SignedInCtx,
  { templateId, name }: { readonly templateId: string; readonly name: string },
): Promise<Answer> {
  return write(ctx, templateId, { name })
}

/** Posts that were made of it stay as they are. Refuses with NO_PERMISSION, UNKNOWN_TEMPLATE. */
export async function remove(
  ctx: SignedInCtx,
  { templateId }: { readonly templateId: string },
): Promise<object> {
  const { id, createdBy } = await templateOf(ctx, templateId)
  await checkMayWithPost(ctx, 'changeTemplate', createdBy)
  await ctx.node.store.scoped(ctx.session.organisationId).nativeDelete(PostTemplate, { id })
  return {}
}

async function write(
  ctx: SignedInCtx,
  templateId: string,
  change: Partial<Pick<PostTemplate, 'name' | 'content'>>,
): Promise<Answer> {
  const { id, createdBy } = await templateOf(ctx, templateId)
  await checkMayWithPost(ctx, 'changeTemplate', createdBy)
  const changedAt = new Date(ctx.node.clock.now())
  const em = ctx.node.store.scoped(ctx.session.organisationId)
  await checkName(() => em.nativeUpdate(PostTemplate, { id }, { ...change, changedAt }))
  return answer(ctx, id)
}

async function answer(ctx: SignedInCtx, id: string): Promise<Answer> {
  return { template: await viewOf(ctx, await templateOf(ctx, id)) }
}
