import { studioDrafts, studioReleases, type Tx } from '@lianban/storage'
import type { Caller } from '@lianban/tenants'
import { assertStudio, type StudioContext } from './context.ts'
import { StudioError } from './studio-error.ts'

/*
 * The county's plan counts 42 extension projects 扩展项目 and names five of them; the others get their names when a department
 * brings its procedure. Each is a package whose key is its number.
 */

export const EXTENSION_PROJECTS = 42
const NAMED = ['智慧市场监管', '智慧档案', '智慧公交', '智慧金融', '市民一卡通']
const PREFIX = 'extension-'

export interface ExtensionProject {
  /** 1 to 42. */
  no: number
  /** null: the plan gives none, and nobody has yet. */
  name: string | null
  state: 'free' | 'draft' | 'published'
  draftId: string | null
}

/** @param no 1 to 42 */
export const projectKey = (no: number): string => `${PREFIX}${String(no).padStart(2, '0')}`

/** Every project of the plan, and how far it has come. */
export async function extensionProjects(context: StudioContext, caller: Caller): Promise<{ items: ExtensionProject[] }> {
  await assertStudio(context, caller, 'read')
  const { database } = context
  const { tenantId } = caller
  const [drafts, releases] = await Promise.all([studioDrafts(database).list(tenantId), studioReleases(database).list(tenantId)])
  const items = Array.from({ length: EXTENSION_PROJECTS }, (_, at): ExtensionProject => {
    const no = at + 1
    const key = projectKey(no)
    const draft = drafts.find(({ package_key }) => package_key === key)
    const release = releases.find(({ package_key, state }) => package_key === key && state === 'published')
    return {
      no,
      name: release?.name ?? draft?.name ?? NAMED[at] ?? null,
      state: release ? 'published' : draft ? 'draft' : 'free',
      draftId: draft?.id ?? null,
    }
  })
  return { items }
}

/** @throws StudioError PROJECT_TAKEN if there is a draft or a release of it */
export async function assertFree(db: Tx, tenantId: string, no: number): Promise<void> {
  const key = projectKey(no)
  const drafts = await studioDrafts(db).list(tenantId)
  const isTaken = drafts.some(({ package_key }) => package_key === key) || (await studioReleases(db).list(tenantId, key)).length > 0
  if (isTaken) throw new StudioError('PROJECT_TAKEN', `扩展项目 ${no} 已经接入,请在它的草稿上修改`)
}
