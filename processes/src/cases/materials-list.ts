import { attachments, type CaseRow, type Tx } from '@lianban/storage'
import type { MatterManifest } from '../manifest.ts'

/** A material as papers list it. */
export const copies = (name: string, count: number, words = ''): string => `${name}（${words}${count}份）`

/** What a case holds, material by material, as papers list it: `经营场所平面布局图（1份）`. */
export async function materialsList(tx: Tx, { materials }: MatterManifest, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<string[]> {
  const given = await attachments(tx).materials(row.tenant_id, row.id)
  return materials.flatMap(({ key, name }) => {
    const { length } = given.filter(({ material_key }) => material_key === key)
    return length === 0 ? [] : [copies(name, length)]
  })
}
