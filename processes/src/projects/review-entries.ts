import { projectExperts, projectMoney, projects, type ProjectExpertRow, type Tx } from '@lianban/storage'
import type { EffectInput } from '../cases/effects/effect.ts'
import { CaseError } from '../cases/errors.ts'
import type { LedgerEntry, LedgerOutcome } from '../ledgers/ledger.ts'
import { COUNTY_RULES } from './county-rules.ts'
import { drawExperts, type Draw } from './draw.ts'

/* The panel of experts of a review: drawn by lot, drawn again for whoever stands aside, and what most of them say. */

const tooFew = () => new CaseError('ACTION_INVALID', '评审专家库中可以抽取的专家不足,请先补充专家')

/** Organs that have an interest in what a case is about: nobody of them is drawn. */
type Interested = (tx: Tx, input: EffectInput) => Promise<string[]>

/** Draws from everybody who is of no organ that has an interest. */
async function draw(
  tx: Tx,
  input: EffectInput,
  interested: Interested,
  how: { number: number; seed: string; persons: string[] },
): Promise<Draw> {
  const pool = await projectExperts(tx).pool(input.loaded.row.tenant_id, COUNTY_RULES.experts.post, input.at)
  const drawn = drawExperts(pool, { ...how, organs: await interested(tx, input) })
  if (!drawn) throw tooFew()
  return drawn
}

const rowsOf = ({ loaded: { row }, at }: EffectInput, round: number, { drawn }: Draw): ProjectExpertRow[] =>
  drawn.map(({ userId, name }) => ({
    ...{ tenant_id: row.tenant_id, case_id: row.id, round, user_id: userId, user_name: name },
    ...{ state: 'drawn', conclusion: null, drawn_at: at, settled_at: null },
  }))

const latestRound = (rows: readonly ProjectExpertRow[]): ProjectExpertRow[] => rows.filter(({ round }) => round === rows.at(-1)?.round)

const actingExpert = ({ caller }: EffectInput): string => caller.onBehalfOf?.userId ?? caller.userId

/** The two entries of a review by experts. @param interested is asked at each draw */
export function expertPanel(interested: Interested): { panel: LedgerEntry; opine: LedgerEntry } {
  return {
    /** 抽取专家: a panel of its own for each round. */
    panel: {
      async apply(tx, input) {
        const { row } = input.loaded
        const before = await projectExperts(tx).ofCase(row.tenant_id, row.id)
        const round = (before.at(-1)?.round ?? 0) + 1
        const seed = `${row.id} ${round} ${input.at}`
        const found = await draw(tx, input, interested, { number: COUNTY_RULES.experts.number, seed, persons: [row.applicant_id] })
        await projectExperts(tx).insert(rowsOf(input, round, found))
        const experts = found.drawn.map(({ userId }) => userId)
        const payload = { round, seed, pool: found.pool, experts }
        return { variables: { experts }, entries: [{ action: 'project.experts-drawn', payload }] }
      },
    },
    /** 专家意见: with the last one it is known what most of them say. Whoever declares an interest 回避 is replaced by another, drawn anew. */
    opine: {
      async apply(tx, input) {
        const { row } = input.loaded
        const rows = latestRound(await projectExperts(tx).ofCase(row.tenant_id, row.id))
        const own = rows.find(({ user_id, state }) => user_id === actingExpert(input) && state === 'drawn')
        if (!own) throw new CaseError('ACTION_INVALID', '您不在本次抽取的专家名单中')
        if (input.form.interest === 'yes') return replaced(tx, input, { round: rows, own, interested })
        const conclusion = input.form.conclusion as ProjectExpertRow['conclusion']
        await projectExperts(tx).settle(own, { state: 'done', conclusion, settled_at: input.at })
        const panel = rows.filter(({ state }) => state !== 'aside')
        const agreed = panel.filter((one) => (one === own ? conclusion : one.conclusion) === 'agree').length
        return { variables: { expertsAgree: agreed * 2 > panel.length } }
      },
    },
  }
}

/** Of a project: the applicant's organ, and those that are paid for it. */
export const projectPanel = expertPanel(async (tx, { loaded: { row } }) => {
  const project = (await projects(tx).ofCase(row.tenant_id, row.id))!
  const contracts = await projectMoney(tx).contracts({ tenantId: row.tenant_id, projectIds: [project.id] })
  return [project.organ_id, ...contracts.flatMap(({ payee_organ }) => payee_organ ?? [])]
})

async function replaced(
  tx: Tx,
  input: EffectInput,
  { round, own, interested }: { round: readonly ProjectExpertRow[]; own: ProjectExpertRow; interested: Interested },
): Promise<LedgerOutcome> {
  const { row } = input.loaded
  await projectExperts(tx).settle(own, { state: 'aside', conclusion: null, settled_at: input.at })
  const seed = `${row.id} ${own.round} ${own.user_id} ${input.at}`
  const persons = [row.applicant_id, ...round.map(({ user_id }) => user_id)]
  const found = await draw(tx, input, interested, { number: 1, seed, persons })
  await projectExperts(tx).insert(rowsOf(input, own.round, found))
  const expert = found.drawn[0]!.userId
  const payload = { round: own.round, aside: own.user_id, reason: String(input.form.text), seed, pool: found.pool, experts: [expert] }
  return { variables: { expert }, entries: [{ action: 'project.expert-stood-aside', payload }] }
}
