import { caseCommitments, type Tx } from '@lianban/storage'
import { signCommitment } from '../duties/commitments.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { missingOf } from '../duties/missing.ts'
import { commitmentFor, commitmentVariable } from '../duties/promised.ts'
import { answersOf } from '../forms.ts'
import { acceptCase } from './accept.ts'
import { nextNumber, type CaseEffect, type EffectInput } from './effect.ts'
import { refuseUnpromised } from './outcomes/intake.ts'

/**
 * 告知承诺受理: the applicant promised, when he handed in or now before the clerk, what else he would have to prove. The case
 * is accepted and may be decided at once; the check follows the licence. Source: 国办发〔2020〕42号.
 */
export const acceptCommitment: CaseEffect = {
  isOffered: ({ loaded, at }) => commitmentOf(loaded, at) !== null,
  async asksFields({ context, loaded }) {
    return (await caseCommitments(context.database).ofCase(loaded.row.tenant_id, loaded.row.id)) === undefined
  },
  async check(input) {
    const { context, loaded, at, fields } = input
    refuseUnpromised(await missingOf(context.database, loaded, at), commitmentOf(loaded, at), fields.agreed === true)
  },
  async apply(tx, input) {
    const { loaded } = input
    const outcome = await acceptCase(tx, input)
    const signed = (await caseCommitments(tx).ofCase(loaded.row.tenant_id, loaded.row.id)) ?? (await signAtWindow(tx, input))
    const number = await nextNumber(tx, input, 'commitment')
    await caseCommitments(tx).setPaper(signed, number)
    const commitment = commitmentVariable({ ...signed, paper_no: number })
    return { ...outcome, variables: { ...outcome.variables, byCommitment: true, commitment } }
  },
}

const commitmentOf = ({ matter, row }: EffectInput['loaded'], at: number) => commitmentFor(matter.matter, answersOf(matter, row.form), at)

async function signAtWindow(tx: Tx, { context, caller, loaded, at }: EffectInput) {
  const { row, matter } = loaded
  const commitment = matter.matter.commitment!
  const { missing } = await missingOf(tx, loaded, at)
  const materials = missing.map(({ key }) => key).filter((key) => commitment.materials.includes(key))
  return signCommitment(tx, dutyPorts(context), {
    row,
    matter: matter.matter,
    commitment,
    materials,
    channel: 'window',
    signedName: row.applicant_name,
    by: caller,
    at,
  })
}
