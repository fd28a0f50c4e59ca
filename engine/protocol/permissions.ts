/** What each role may do in a conversation. The machine asks here; clients ask to show or hide a button. */
export type Role = 'owner' | 'admin' | 'member'
export type Action = 'send' | 'invite' | 'rename' | 'remove' | 'changeRole' | 'archive' | 'deleteOthers'

const RANK: Record<Role, number> = { member: 1, admin: 2, owner: 3 }

const NEEDS: Record<Action, Role> = {
  send: 'member',
  invite: 'member',
  rename: 'admin',
  remove: 'admin',
  changeRole: 'admin',
  archive: 'admin',
  deleteOthers: 'admin',
}

/** Whether `role` may do `action`. An absent role is a stranger and may do nothing. */
export function may(role: Role | undefined, action: Action): boolean {
  return role !== undefined && RANK[role] >= RANK[NEEDS[action]]
}

/** Whether `role` stands at least as high as `other`: nobody removes or demotes a person above them. */
export function outranks(role: Role, other: Role): boolean {
  return RANK[role] >= RANK[other]
}
