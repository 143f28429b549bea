import type { Matter } from '../matters/matter-definition.ts'
import type { CaseContext } from './context.ts'
import { notFound } from './errors.ts'
import { organOf } from './people.ts'
import type { Caller } from './ports.ts'

/** For which organ an internal matter 内部事项 is opened; null: an applicant's own. */
export interface OpenerOrgan {
  id: string
  name: string
}

/** Whether the caller may open it: an internal matter by his post, one for applicants as an applicant. */
export const mayOpen = (caller: Pick<Caller, 'kind' | 'posts'>, { matter }: Matter): boolean =>
  !matter.openedBy || (matter.openedBy.public && caller.kind === 'applicant') || openerOrgans(caller, matter.openedBy).length > 0

/** The organs in which the caller holds one of the posts that open the matter. */
export const openerOrgans = (caller: Pick<Caller, 'posts'>, { posts }: { posts: readonly string[] }): string[] => [
  ...new Set(caller.posts.filter(({ post }) => posts.includes(post)).map(({ organId }) => organId)),
]

/**
 * For which organ the caller opens the matter.
 * @param chosen one of his organs; absent: the first
 * @throws CaseError NOT_FOUND if he may not open it: internal matters are not there for others
 */
export async function openerOrganOf(
  context: CaseContext,
  caller: Caller,
  { matter }: Matter,
  chosen: string | undefined,
): Promise<OpenerOrgan | null> {
  if (!matter.openedBy) return null
  const organs = openerOrgans(caller, matter.openedBy)
  if (organs.length === 0 && matter.openedBy.public && caller.kind === 'applicant') return null
  const organ = chosen === undefined ? organs[0] : organs.find((id) => id === chosen)
  if (organ === undefined) throw notFound('事项')
  return organOf(context, caller.tenantId, organ)
}
