import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nationalCalendar } from '../clock/index.ts'
import { approvalTime, closedStage, openParts, partProblem, partRule, permitStage, PERMIT_STAGES, plannedParts } from './construction.ts'
import { COUNTY_RULES } from './county-rules.ts'
import { GATES } from './stages.ts'

const NOTHING = { passed: [], parts: [] }
const passed = (part: string) => ({ part, state: 'passed' as const })
const reachedNothing = () => false

interface RawMatter {
  organ: string
  limits?: { promised: { days: number } }
  steps?: { task: string; limit: { days: number } }[]
}
const matterFile = (key: string): RawMatter =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../packages/g3-projects/matters/${key}.json`, import.meta.url)), 'utf8')) as RawMatter

describe('the stages of construction, as the county has set them', () => {
  const { limits, steps } = matterFile('land-permit')

  it('every stage has one matter, led by the organ that the rules name', () => {
    const led = Object.fromEntries(
      Object.entries(GATES).flatMap(([key, { permits }]) => (permits === undefined ? [] : [[permits, matterFile(key).organ]])),
    )
    expect(led).toEqual(Object.fromEntries(PERMIT_STAGES.map(({ key, lead }) => [key, lead])))
  })

  it('no part has more days than its step, and the four stages together keep within what the county allows', () => {
    const longest = Math.max(...PERMIT_STAGES.flatMap(({ parts }) => parts.map(({ days }) => days)))
    expect(longest).toBe(steps!.find(({ task }) => task === 'Task_Examine')!.limit.days)
    expect(limits!.promised.days * 4).toBeLessThanOrEqual(COUNTY_RULES.construction.ceilingWorkdays)
    // 国办发〔2019〕11号: 120 workdays at most.
    expect(COUNTY_RULES.construction.ceilingWorkdays).toBeLessThanOrEqual(120)
  })

  it('what a part needs is a part', () => {
    for (const { parts } of PERMIT_STAGES) for (const { needs = [] } of parts) for (const key of needs) expect(partRule(key).key).toBe(key)
  })
})

describe('when a stage may be handed in', () => {
  it('the first at once, the second with the opinion on land, the third when both are concluded and the lines are done', () => {
    expect(closedStage('land', NOTHING)).toBeNull()
    expect(closedStage('works', NOTHING)).toContain('用地预审与选址意见')
    expect(closedStage('works', { passed: [], parts: [passed('site')] })).toBeNull()
    const line = { part: 'environment', state: 'planned' as const }
    expect(closedStage('permit', { passed: ['land'], parts: [line] })).toBe('开工前应当先办结“工程建设许可”、“环境影响评价”')
    expect(closedStage('permit', { passed: ['land', 'works'], parts: [{ ...line, state: 'reused' }] })).toBeNull()
    expect(closedStage('completion', { passed: ['land', 'works'], parts: [] })).toContain('施工许可')
    expect(closedStage('completion', { passed: ['permit'], parts: [] })).toBeNull()
  })

  it('none twice; the lines as long as one is open', () => {
    expect(closedStage('land', { passed: ['land'], parts: [] })).toContain('已经办结')
    const line = { part: 'energy', state: 'planned' as const }
    expect(closedStage('lines', { passed: ['lines'], parts: [line] })).toBeNull()
    expect(closedStage('lines', { passed: [], parts: [{ ...line, state: 'passed' }] })).toContain('没有待办')
  })
})

describe('parts', () => {
  it('the first form says which the project needs, and what the region has assessed is not asked again', () => {
    const planned = plannedParts({ civilDefence: 'needed', environment: 'regional', energy: 'none' })
    expect(planned.map(({ key, stage, state }) => `${stage} ${key} ${state}`)).toEqual([
      'lines environment reused',
      'permit defence-design planned',
      'completion defence-check planned',
    ])
    const standing = planned.map(({ key, state }) => ({ part: key, state }))
    expect(openParts(permitStage('permit'), standing).map(({ key }) => key)).toContain('defence-design')
    expect(openParts(permitStage('permit'), []).map(({ key }) => key)).not.toContain('defence-design')
    expect(openParts(permitStage('lines'), standing)).toEqual([])
  })

  it('one waits for those that the law puts before it, but not for what the project does not need', () => {
    const permit = partRule('construction-permit')
    expect(partProblem(permit, [passed('drawings'), { part: 'fire-design', state: 'rectify' }], reachedNothing)).toMatchObject({
      code: 'PART_TOO_EARLY',
    })
    expect(partProblem(permit, [passed('drawings'), passed('fire-design')], reachedNothing)).toBeNull()
    const defence = { part: 'defence-design', state: 'open' as const }
    expect(partProblem(permit, [passed('drawings'), passed('fire-design'), defence], reachedNothing)?.message).toContain('人防工程设计审查')
  })

  it('nothing is established before its feasibility is', () => {
    expect(partProblem(partRule('establishment'), [], reachedNothing)).toMatchObject({ code: 'FEASIBILITY_MISSING' })
    expect(partProblem(partRule('establishment'), [], (stage) => stage === 'studied')).toBeNull()
  })
})

describe('the time of approval', () => {
  const calendar = nationalCalendar
  const at = (day: string) => Date.parse(`${day}T10:00:00+08:00`)

  it('a workday with two stages under way is one, the applicant’s days are his', () => {
    const first = { openedAt: at('2026-03-02'), closedAt: at('2026-03-06'), waits: [{ since: at('2026-03-03'), until: at('2026-03-05') }] }
    const second = { openedAt: at('2026-03-04'), closedAt: at('2026-03-09'), waits: [] }
    expect(approvalTime([first], at('2026-04-01'), calendar)).toEqual({ used: 2, applicant: 2 })
    // Thursday 5th is the second stage's now; the weekend is nobody's.
    expect(approvalTime([first, second], at('2026-04-01'), calendar)).toEqual({ used: 4, applicant: 1 })
  })

  it('what is under way counts until today', () => {
    const open = { openedAt: at('2026-03-02'), closedAt: null, waits: [{ since: at('2026-03-04'), until: null }] }
    expect(approvalTime([open], at('2026-03-06'), calendar)).toEqual({ used: 2, applicant: 2 })
    expect(approvalTime([], at('2026-03-06'), calendar)).toEqual({ used: 0, applicant: 0 })
  })
})
