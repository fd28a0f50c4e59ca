/** The one door through which clients see the server: a type, nothing that runs. */
export type { AppRouter } from '../../api/router.ts'
