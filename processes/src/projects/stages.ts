/*
 * The life of a project 项目全周期: what it passes, in order, and between which of them each matter works. Browser-safe.
 * Source: domain paper 2.4 (d); 国办发〔2019〕57号, 国令712.
 */

export const STAGES = [
  'entered',
  'proposed',
  'studied',
  'designed',
  'procured',
  'contracted',
  'pre-accepted',
  'tried',
  'accepted',
  'settled',
  'operating',
  'retired',
] as const

export type ProjectStage = (typeof STAGES)[number]

export const STAGE_TEXTS: Record<ProjectStage, string> = {
  entered: '入库',
  proposed: '项目建议书',
  studied: '可行性研究',
  designed: '初步设计和概算',
  procured: '招标采购',
  contracted: '合同签订',
  'pre-accepted': '初步验收',
  tried: '试运行',
  accepted: '竣工验收',
  settled: '竣工财务决算',
  operating: '运行维护',
  retired: '下线',
}

export interface Gate {
  /** Stages at which the matter may be handed in. */
  from: readonly ProjectStage[]
  /** Stage that its approval leads to; absent: it moves nothing. */
  to?: ProjectStage
}

const WORKING: readonly ProjectStage[] = ['contracted', 'pre-accepted', 'tried']

/** Matter → its gate. A matter that is not here is not about a project of the register. */
export const GATES: Readonly<Record<string, Gate>> = {
  'project-proposal': { from: ['entered'], to: 'proposed' },
  'feasibility-study': { from: ['proposed', 'studied'], to: 'studied' },
  'preliminary-design': { from: ['studied'], to: 'designed' },
  'implementation-plan': { from: ['entered'], to: 'designed' },
  'design-adjustment': { from: ['designed', 'procured', ...WORKING] },
  'annual-budget': { from: ['designed', 'procured', ...WORKING, 'accepted'] },
  procurement: { from: ['designed'], to: 'procured' },
  'project-contract': { from: ['procured'], to: 'contracted' },
  'change-order': { from: WORKING },
  'project-progress': { from: WORKING },
  'milestone-acceptance': { from: [...WORKING, 'accepted', 'settled'] },
  'payment-request': { from: [...WORKING, 'accepted', 'settled', 'operating'] },
  'preliminary-acceptance': { from: ['contracted'], to: 'pre-accepted' },
  'trial-run': { from: ['pre-accepted'], to: 'tried' },
  'final-acceptance': { from: ['tried'], to: 'accepted' },
  'final-accounts': { from: ['accepted'], to: 'settled' },
  'project-operation': { from: ['settled'], to: 'operating' },
  'post-evaluation': { from: ['operating'] },
  'project-retirement': { from: ['operating'], to: 'retired' },
}

export const stageText = (stage: string): string => STAGE_TEXTS[stage as ProjectStage] ?? stage

/** Why the gate is closed, or null where it is open. */
export function closedGate(matterKey: string, stage: string): string | null {
  const gate = GATES[matterKey]
  if (!gate) return '本事项不针对项目库中的项目'
  if (gate.from.includes(stage as ProjectStage)) return null
  const needed = gate.from.map((one) => STAGE_TEXTS[one]).join('、')
  return `项目现处于“${stageText(stage)}”阶段,本事项应当在“${needed}”之后办理`
}
