import { attachments, caseCommitments, type CaseCommitmentRow, type Database, type Tx } from '@lianban/storage'
import type { MaterialManifest } from '../../manifest.ts'
import { answersOf } from '../forms.ts'
import { isRequired } from '../materials.ts'
import type { LoadedCase } from '../resources.ts'
import type { PromisedRecord } from './commitments.ts'

/** Materials that the case needs, has not, and that nothing was promised about; and what was promised 告知承诺. */
export async function missingOf(
  db: Database | Tx,
  { row, matter }: { row: Pick<LoadedCase['row'], 'tenant_id' | 'id' | 'form'>; matter: LoadedCase['matter'] },
  now: number,
): Promise<{ missing: MaterialManifest[]; commitment: CaseCommitmentRow | undefined }> {
  const [given, commitment] = await Promise.all([
    attachments(db).materials(row.tenant_id, row.id),
    caseCommitments(db).ofCase(row.tenant_id, row.id),
  ])
  const answers = answersOf(matter, row.form)
  const there = new Set([...given.map(({ material_key }) => material_key), ...promisedMaterials(commitment)])
  return {
    missing: matter.matter.materials.filter((material) => isRequired(material, answers, now) && !there.has(material.key)),
    commitment,
  }
}

const promisedMaterials = (commitment: CaseCommitmentRow | undefined): string[] =>
  commitment ? (commitment.promised as PromisedRecord).materials : []

export const namesOf = (materials: readonly Pick<MaterialManifest, 'name'>[]): string => materials.map(({ name }) => `“${name}”`).join('、')
