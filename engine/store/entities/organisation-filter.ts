/** The filter that keeps organisations apart: on by default for every tenant entity, so it cannot be forgotten. */
export const byOrganisation = {
  organisation: {
    name: 'organisation',
    cond: ({ organisationId }: { organisationId: string }) => ({ organisationId }),
    default: true,
  },
}

/**
 * Says out loud that a read crosses organisations: `em.find(Membership, { userId }, UNSCOPED)`.
 * Without it, reading a tenant entity through an unscoped entity manager throws.
 */
export const UNSCOPED = { filters: { organisation: false } } as const
