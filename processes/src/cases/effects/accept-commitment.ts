import { caseCommitments, type Tx } from '@lianban/storage'
import { commitmentFor, commitmentVariable, signCommitment } from '../duties/commitments.ts'
import { dutyPorts } from '../duties/duty-ports.ts'
import { missingOf, namesOf } from '../duties/missing.ts'
import { commitmentNotAllowed, materialsMissing } from '../errors.ts'
import { answersOf } from '../forms.ts'
import { acceptCase } from './accept.ts'
import { nextNumber, type CaseEffect, type EffectInput } from './effect.ts'

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
    const { missing, commitment: signed } = await missingOf(context.database, loaded, at)
    const commitment = commitmentOf(loaded, at)
    if (!commitment) throw commitmentNotAllowed('本办件不适用告知承诺,请按一般程序受理')
    if (!signed && fields.agreed !== true)
      throw commitmentNotAllowed('申请人没有选择告知承诺。请当面告知后由申请人签署承诺书,再勾选“申请人已当面签署”')
    const covered = signed ? [] : commitment.materials
    const still = missing.filter(({ key }) => !covered.includes(key))
    if (still.length > 0) throw materialsMissing(namesOf(still), '承诺不能代替这些材料,请一次性告知申请人补正')
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
