/** `mayWithPost`: who may do what with posts of an organisation. The API asks here; clients ask to show or hide a button. */
import type { Role } from './permissions.ts'

export type PostAction =
  | 'create'
  | 'editDraft'
  | 'editPlanned'
  | 'plan'
  | 'unplan'
  | 'submit'
  | 'approve'
  | 'approveForClient'
  | 'requestChanges'
  | 'comment'
  | 'cancel'
  | 'retry'
  | 'resolve'
  | 'share'
  | 'holdAll'
  | 'keepSlots'
  | 'saveTemplate'
  | 'changeTemplate'
  | 'keepWebhooks'

/**
 * member         whoever belongs to the organisation
 * authorOrAdmin  whoever began the post, and admins and owners
 * admin          admins and owners
 * otherAdmin     an admin or owner who did not write it; its author when there is no other
 */
type Needed = 'member' | 'authorOrAdmin' | 'admin' | 'otherAdmin'

const NEEDS: Readonly<Record<PostAction, Needed>> = {
  create: 'member',
  editDraft: 'member',
  editPlanned: 'authorOrAdmin',
  plan: 'authorOrAdmin',
  unplan: 'authorOrAdmin',
  submit: 'member',
  approve: 'otherAdmin',
  approveForClient: 'admin',
  requestChanges: 'authorOrAdmin',
  comment: 'member',
  cancel: 'authorOrAdmin',
  retry: 'authorOrAdmin',
  resolve: 'authorOrAdmin',
  share: 'authorOrAdmin',
  holdAll: 'admin',
  keepSlots: 'admin',
  saveTemplate: 'member',
  changeTemplate: 'authorOrAdmin',
  keepWebhooks: 'admin',
}

export interface Asker {
  /** In the organisation; absent for a stranger, who may do nothing. */
  readonly role: Role | undefined
  /** Of the post that is spoken of. */
  readonly isAuthor: boolean
  /** Nobody else of the organisation is an admin or owner. */
  readonly isOnlyAdmin: boolean
}

export function mayWithPost({ role, isAuthor, isOnlyAdmin }: Asker, action: PostAction): boolean {
  if (role === undefined) return false
  const isAdmin = role !== 'member'
  switch (NEEDS[action]) {
    case 'member':
      return true
    case 'authorOrAdmin':
      return isAuthor || isAdmin
    case 'admin':
      return isAdmin
    case 'otherAdmin':
      return isAdmin && (!isAuthor || isOnlyAdmin)
  }
}
