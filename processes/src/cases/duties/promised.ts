import type { CaseCommitmentRow } from '@lianban/storage'
import { holds } from '../../condition.ts'
import type { MatterManifest } from '../../manifest.ts'
import type { CommitmentManifest } from '../../matters/record.ts'

/** What is kept of a promise: the words as they were signed, whatever the matter says later. */
export interface PromisedRecord {
  text: string
  conditions: string[]
  /** Keys of the materials that were not handed in for it, with their names at that time. */
  materials: string[]
  materialNames: string[]
  consequence: string
  basis: string
}

/** The matter's commitment if this application may be handled by it, else null. @param answers see `answersOf` */
export const commitmentFor = ({ commitment }: MatterManifest, answers: Record<string, unknown>, now: number): CommitmentManifest | null =>
  commitment && holds(commitment.when, answers, now) ? commitment : null

/** A promise in the words of the matter. @param materials keys of those that it stands for */
export const promisedRecord = (matter: MatterManifest, commitment: CommitmentManifest, materials: readonly string[]): PromisedRecord => ({
  text: commitment.text,
  conditions: commitment.conditions,
  materials: [...materials],
  materialNames: matter.materials.filter(({ key }) => materials.includes(key)).map(({ name }) => name),
  consequence: commitment.consequence,
  basis: commitment.basis,
})

/** The `commitment` variable that the paper prints. */
export const commitmentVariable = ({
  promised,
  paper_no,
  signed_at,
  signed_name,
}: Pick<CaseCommitmentRow, 'promised' | 'paper_no' | 'signed_at' | 'signed_name'>) => ({
  ...(promised as PromisedRecord),
  number: paper_no ?? '',
  signedAt: signed_at,
  signedName: signed_name,
})
