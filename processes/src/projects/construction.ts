import { isWorkday, plusDays, dayOf, type Calendar, type Day } from '../clock/index.ts'
import { COUNTY_RULES } from './county-rules.ts'

/*
 * The route of a construction project 工程建设项目审批, pure: four stages and the lines beside them, each with one lead, one form and
 * one acceptance, its parts decided by their organs side by side. Sources: 国办发〔2019〕11号; domain paper 2.4.
 */

/** A part as the county has set it. */
export interface PartRule {
  key: string
  name: string
  organ: string
  /** Workdays that its organ has. */
  days: number
  /** Parts that must have passed before it can. */
  needs?: string[]
  /** Stage of the register that the project must have reached before it can pass. */
  since?: string
  /** Field of the first stage's form that says whether the project needs it; absent: every project does. */
  field?: string
  /** Numbering scheme of its permit. @default that of opinions */
  numbering?: string
}

export interface StageRule {
  key: string
  name: string
  /** The organ that accepts and concludes it. */
  lead: string
  parts: PartRule[]
}

export const PERMIT_STAGES: readonly StageRule[] = COUNTY_RULES.construction.stages

/** How a part of a project stands; `ProjectPartRow` is one. */
export interface PartStanding {
  part: string
  state: 'planned' | 'reused' | 'open' | 'passed' | 'rectify' | 'refused'
}

/** How far the permits of a project have come. */
export interface PermitStanding {
  /** Stages that have been concluded. */
  passed: readonly string[]
  parts: readonly PartStanding[]
}

/** @throws Error if there is none: stages and parts come from the county's rules */
export function permitStage(key: string): StageRule {
  const found = PERMIT_STAGES.find((one) => one.key === key)
  if (!found) throw new Error(`construction has no stage ${key}`)
  return found
}

/** @throws Error if there is none */
export function partRule(key: string): PartRule & { stage: string } {
  for (const { key: stage, parts } of PERMIT_STAGES) {
    const found = parts.find((one) => one.key === key)
    if (found) return { ...found, stage }
  }
  throw new Error(`construction has no part ${key}`)
}

const nameOf = (key: string): string => partRule(key).name

/** Done: with a permit, or with what was found for the whole region 区域评估. */
const isSettled = (state: PartStanding['state'] | undefined): boolean => state === 'passed' || state === 'reused'

const stateOf = (parts: readonly PartStanding[], key: string) => parts.find(({ part }) => part === key)?.state

/** The parts of a stage that this project needs. */
export const neededParts = ({ parts: rules }: StageRule, parts: readonly PartStanding[]): PartRule[] =>
  rules.filter(({ key, field }) => field === undefined || stateOf(parts, key) !== undefined)

/** Those of them that are still to be decided. */
export const openParts = (stage: StageRule, parts: readonly PartStanding[]): PartRule[] =>
  neededParts(stage, parts).filter(({ key }) => !isSettled(stateOf(parts, key)))

/** What the form of the first stage says of later parts: whether the project needs them, or the region's assessment stands for them. */
export const plannedParts = (form: Record<string, unknown>): (PartRule & { stage: string; state: 'planned' | 'reused' })[] =>
  PERMIT_STAGES.flatMap(({ key: stage, parts }) =>
    parts.flatMap((rule) => {
      const answer = rule.field === undefined ? null : form[rule.field]
      const state: 'planned' | 'reused' | null = answer === 'needed' ? 'planned' : answer === 'regional' ? 'reused' : null
      return state === null ? [] : [{ ...rule, stage, state }]
    }),
  )

/**
 * Why a stage cannot be handed in yet, or null. Stages overlap where the law lets them: the opinion on land is enough to apply for
 * the second, the lines go beside all stages and are needed before the third.
 */
export function closedStage(key: string, { passed, parts }: PermitStanding): string | null {
  const stage = permitStage(key)
  if (key === 'lines')
    return openParts(stage, parts).length > 0 ? null : '没有待办的并行推进事项。需要办理的事项由立项用地规划许可的申报确定'
  if (passed.includes(key)) return `“${stage.name}”已经办结`
  const lacking = (keys: readonly string[]) => keys.filter((one) => !passed.includes(one)).map((one) => `“${permitStage(one).name}”`)
  if (key === 'works') return isSettled(stateOf(parts, 'site')) ? null : `尚未取得“${nameOf('site')}”`
  if (key === 'completion') return lacking(['permit']).length > 0 ? '尚未取得施工许可,不能申请竣工联合验收' : null
  if (key !== 'permit') return null
  const open = [...lacking(['land', 'works']), ...openParts(permitStage('lines'), parts).map(({ name }) => `“${name}”`)]
  return open.length > 0 ? `开工前应当先办结${open.join('、')}` : null
}

/** Why a part cannot pass as things stand, or null. @param reached whether the project has come to a stage of the register */
export function partProblem(
  { needs = [], since, name }: PartRule,
  parts: readonly PartStanding[],
  reached: (stage: string) => boolean,
): { code: string; message: string } | null {
  const lacking = needs.filter((key) => {
    const state = stateOf(parts, key)
    // What the project does not need is no row.
    return state === undefined ? partRule(key).field === undefined : !isSettled(state)
  })
  if (lacking.length > 0)
    return { code: 'PART_TOO_EARLY', message: `“${name}”应当在${lacking.map((key) => `“${nameOf(key)}”`).join('、')}通过后作出` }
  if (since !== undefined && !reached(since)) return { code: 'FEASIBILITY_MISSING', message: '可行性研究报告(实施方案)尚未批复,不能立项' }
  return null
}

/** Hours of work are not what is counted: a workday with any of several stages under way is one. */
export interface StageTime {
  openedAt: number
  closedAt: number | null
  /** While it lay with the applicant. */
  waits: readonly { since: number; until: number | null }[]
}

/**
 * Workdays in which the government had a project, and those in which only its applicant did. The day a time begins is not counted,
 * its last day is. @param now epoch milliseconds, as all instants
 */
export function approvalTime(stages: readonly StageTime[], now: number, calendar: Calendar): { used: number; applicant: number } {
  const waits = stages.flatMap((one) => one.waits.map(({ since, until }) => daysOf(since, until ?? now, calendar)))
  const used = new Set(
    stages.flatMap(({ openedAt, closedAt, waits: own }) => {
      const days = new Set(daysOf(openedAt, closedAt ?? now, calendar))
      for (const { since, until } of own) for (const day of daysOf(since, until ?? now, calendar)) days.delete(day)
      return [...days]
    }),
  )
  return { used: used.size, applicant: new Set(waits.flat().filter((day) => !used.has(day))).size }
}

function daysOf(from: number, to: number, calendar: Calendar): Day[] {
  const days: Day[] = []
  for (let day = plusDays(dayOf(from), 1); day <= dayOf(to); day = plusDays(day, 1)) if (isWorkday(day, calendar)) days.push(day)
  return days
}
