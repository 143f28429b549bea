import { attachments, caseCommitments, type CaseCommitmentRow, type Database, type Tx } from '@lianban/storage'
import type { MaterialManifest } from '../../manifest.ts'
import type { Missing } from '../effects/outcomes/intake.ts'
import { answersOf } from '../forms.ts'
import { neededMaterials } from '../materials-needed.ts'
import type { LoadedCase } from '../resources.ts'
import type { PromisedRecord } from './promised.ts'

/** Materials that the case needs, has not, and that nothing was promised about; and what was promised 告知承诺. */
export async function missingOf(
  db: Database | Tx,
  { row, matter }: { row: Pick<LoadedCase['row'], 'tenant_id' | 'id' | 'form'>; matter: LoadedCase['matter'] },
  now: number,
): Promise<Missing & { missing: MaterialManifest[]; commitment: CaseCommitmentRow | undefined }> {
  const [given, commitment] = await Promise.all([
    attachments(db).materials(row.tenant_id, row.id),
    caseCommitments(db).ofCase(row.tenant_id, row.id),
  ])
  const there = [...given.map(({ material_key }) => material_key), ...promisedMaterials(commitment)]
  return {
    missing: neededMaterials(matter.matter, { there, answers: answersOf(matter, row.form) }, now),
    isPromised: commitment !== undefined,
    commitment,
  }
}

const promisedMaterials = (commitment: CaseCommitmentRow | undefined): string[] =>
  commitment ? (commitment.promised as PromisedRecord).materials : []
