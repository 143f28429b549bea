import type { Policy } from './policy.ts'

/** Performance assessment 绩效考核: those who run it, and those whom it asks or assesses. */
export const ASSESSMENT_POSTS = {
  running: ['assessment-officer', 'inspector'],
  asked: ['target-officer', 'indicator-owner', 'data-checker', 'assessment-judge', 'appeal-reviewer', 'committee-secretary'],
} as const

/** Posts that see every project of the county. */
const PROJECT_POSTS = [
  'project-reviewer',
  'project-approver',
  'treasury-clerk',
  'county-head',
  'disciplinary-auditor',
  'supervisor',
] as const

/** Rights in the ledgers of the county's flows: grid linkage, projects, performance assessment. */
export const FLOW_POLICIES: readonly Policy[] = [
  // Grid incidents 大联动: whoever disposes sees what was reported; the command centre keeps the whole.
  { id: 'party-attachment', role: 'disposer', type: 'attachment', actions: 'read', scope: 'party' },
  ...(
    ['grid-worker', 'call-taker', 'shift-leader', 'dispatcher', 'disposer', 'incident-verifier', 'arbitrator', 'organ-leader'] as const
  ).flatMap((role): Policy[] => [
    { id: `${role}-incident`, role, type: 'incident-ledger', actions: 'list|read', scope: 'organ' },
    { id: `${role}-incident-party`, role, type: 'incident-ledger', actions: 'list|read', scope: 'party' },
  ]),
  { id: 'everyone-incident-map', role: '*', type: 'incident-ledger', actions: 'look', scope: 'any' },
  ...(['applicant', 'grid-worker', 'call-taker'] as const).map((role): Policy => ({
    id: `${role}-incident-report`,
    role,
    type: 'incident-ledger',
    actions: 'report',
    scope: 'any',
  })),
  ...(['call-taker', 'shift-leader', 'dispatcher', 'incident-verifier', 'arbitrator'] as const).map((role): Policy => ({
    id: `${role}-incident-figures`,
    role,
    type: 'incident-ledger',
    actions: 'figures',
    scope: 'tenant',
  })),
  { id: 'inspector-incident', role: 'inspector', type: 'incident-ledger', actions: 'list|figures', scope: 'tenant' },
  { id: 'leader-incident-figures', role: 'organ-leader', type: 'incident-ledger', actions: 'figures', scope: 'tenant' },
  {
    id: 'supervisor-incident-ledger',
    role: 'supervisor',
    type: 'incident-ledger',
    actions: 'list|read|figures|categorise',
    scope: 'tenant',
  },
  { id: 'auditor-incident-ledger', role: 'disciplinary-auditor', type: 'incident-ledger', actions: 'list|read|figures', scope: 'tenant' },
  // Projects: an organ sees its own, whoever reviews, approves and pays all of them; the payee of an operation its months.
  { id: 'project-officer-project', role: 'project-officer', type: 'project', actions: 'list|read', scope: 'organ' },
  { id: 'organ-leader-project', role: 'organ-leader', type: 'project', actions: 'list|read', scope: 'organ' },
  { id: 'unit-accountant-project', role: 'unit-accountant', type: 'project', actions: 'list|read', scope: 'organ' },
  ...PROJECT_POSTS.flatMap((role): Policy[] => [
    { id: `${role}-project`, role, type: 'project', actions: 'list|read', scope: 'tenant' },
    { id: `${role}-bot-month`, role, type: 'bot-month', actions: 'read', scope: 'tenant' },
    { id: `${role}-fund`, role, type: 'fund', actions: 'read', scope: 'tenant' },
  ]),
  { id: 'project-officer-bot-month', role: 'project-officer', type: 'bot-month', actions: 'read', scope: 'tenant' },
  { id: 'project-officer-fund', role: 'project-officer', type: 'fund', actions: 'read', scope: 'tenant' },
  { id: 'partner-bot-month', role: 'partner', type: 'bot-month', actions: 'read', scope: 'organ' },

  // Performance assessment: a unit sees its own, whoever runs, judges or decides it sees all of it. 考核办 takes figures of supervision.
  ...(['target-officer', 'organ-leader'] as const).map((role): Policy => ({
    id: `${role}-assessment`,
    role,
    type: 'assessment',
    actions: 'list|read',
    scope: 'organ',
  })),
  ...(
    [
      ...['assessment-officer', 'indicator-owner', 'data-checker', 'assessment-judge', 'appeal-reviewer'],
      ...['committee-secretary', 'inspector', 'county-head', 'disciplinary-auditor'],
    ] as const
  ).map((role): Policy => ({ id: `${role}-assessment`, role, type: 'assessment', actions: 'list|read', scope: 'tenant' })),
  { id: 'assessment-officer-duties', role: 'assessment-officer', type: 'assessment', actions: 'configure', scope: 'tenant' },
  { id: 'assessment-officer-statistics', role: 'assessment-officer', type: 'statistics', actions: 'read', scope: 'tenant' },
]
