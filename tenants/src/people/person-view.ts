import { users, type Tx } from '@lianban/storage'

/** A person as others are shown him. */
export interface PersonView {
  userId: string
  name: string
}

/** The person of an id; the id itself where the user is not known (any more). */
export const personView = async (db: Tx, tenantId: string, userId: string): Promise<PersonView> => ({
  userId,
  name: (await users(db).get(tenantId, userId))?.name ?? userId,
})
