import { attachments, type CaseRow, type Tx } from '@lianban/storage'
import type { MatterManifest } from '../manifest.ts'
import { materialsOf } from './assist/power-of-attorney.ts'
import { listOfMaterials } from './materials-needed.ts'
import { versionsOf } from './replaced-materials.ts'

/** What a case holds, material by material, as papers list it. */
export async function materialsList(tx: Tx, matter: MatterManifest, row: Pick<CaseRow, 'tenant_id' | 'id'>): Promise<string[]> {
  const given = versionsOf(await attachments(tx).materials(row.tenant_id, row.id)).current
  const materials = materialsOf(
    matter,
    given.map(({ material_key }) => material_key),
  )
  return listOfMaterials({ materials }, (key) => given.filter(({ material_key }) => material_key === key).length)
}
