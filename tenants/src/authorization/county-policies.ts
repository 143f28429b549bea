import { ASSESSMENT_POSTS, FLOW_POLICIES } from './flow-policies.ts'
import type { Policy, RoleLink } from './policy.ts'
import { SEPARATION_RULES } from './separation.ts'

/** Posts that take steps of cases. */
const CASE_POSTS = [
  'window-clerk',
  'handler',
  'site-officer',
  'reviewer',
  'approver',
  'delivery-clerk',
  'organ-leader',
  'county-head',
  'legal-reviewer',
  'hearing-chair',
  ...['grid-worker', 'call-taker', 'shift-leader', 'dispatcher', 'disposer', 'incident-verifier', 'arbitrator'],
  'project-officer',
  'project-reviewer',
  'project-approver',
  'unit-accountant',
  'treasury-clerk',
] as const

/** Posts that are asked about single cases, of their own organ or of another: they see what they are asked about. */
const ASKED_POSTS = ['expert', 'consultee', 'supervision-officer'] as const

/** Posts that work on cases share the rights of `case-officer`; the three administrators share what they may not. */
export const COUNTY_ROLE_LINKS: readonly RoleLink[] = [
  ...CASE_POSTS.map((role) => ({ role, wider: 'case-officer' })),
  ...ASKED_POSTS.map((role) => ({ role, wider: 'asked-officer' })),
  ...ASSESSMENT_POSTS.running.map((role) => ({ role, wider: 'case-officer' })),
  ...ASSESSMENT_POSTS.asked.map((role) => ({ role, wider: 'asked-officer' })),
  ...['system-admin', 'security-admin', 'audit-admin'].map((role) => ({ role, wider: 'administrator' })),
]

/** What whoever supervises does not do, by the rule that says so: decide, move a case, change the installation; move a clock. */
const NOT_FOR_AUDITORS = {
  'auditor-decides-nothing':
    'create|supplement|write|claim|release|assign|complete:*|send-back|transfer|delegate|add-sign|sign|recall|void|hold|jump|deploy|retry|grant|disable|reset-password|import|propose|revoke',
  'auditor-moves-no-clock': 'request-extension|end-suspension|publish',
  'auditor-opens-nothing': 'open',
}

/**
 * What the posts of a county may do, as it comes. A tenant's security administrator changes it in the database, so a rule that
 * was released keeps its actions for good: a right that is added later gets a rule of its own, which then reaches every tenant.
 */
export const COUNTY_POLICIES: readonly Policy[] = [
  { id: 'everyone-session', role: '*', type: 'session', actions: 'read|close', scope: 'any' },
  { id: 'everyone-matter', role: '*', type: 'matter', actions: 'list|read', scope: 'any' },

  {
    id: 'applicant-case',
    role: 'applicant',
    type: 'case',
    actions: 'create|list|read|supplement|withdraw',
    scope: 'own_applicant',
  },
  { id: 'applicant-defence', role: 'applicant', type: 'case', actions: 'request-hearing|make-statement', scope: 'own_applicant' },
  { id: 'applicant-attachment', role: 'applicant', type: 'attachment', actions: 'create|read', scope: 'own_applicant' },
  { id: 'applicant-document', role: 'applicant', type: 'document', actions: 'read', scope: 'own_applicant' },

  { id: 'applicant-licence', role: 'applicant', type: 'licence', actions: 'list|read', scope: 'own_applicant' },

  { id: 'officer-case', role: 'case-officer', type: 'case', actions: 'list|read', scope: 'organ' },
  { id: 'officer-task', role: 'case-officer', type: 'task', actions: 'list|read|claim|release', scope: 'assigned' },
  {
    id: 'officer-task-verbs',
    role: 'case-officer',
    type: 'task',
    actions: 'send-back|transfer|delegate|add-sign|sign',
    scope: 'assigned',
  },
  { id: 'officer-recall', role: 'case-officer', type: 'case', actions: 'recall', scope: 'organ' },
  { id: 'leader-case-verbs', role: 'organ-leader', type: 'case', actions: 'void|hold|jump', scope: 'organ' },
  { id: 'leader-hand-over', role: 'organ-leader', type: 'task', actions: 'assign', scope: 'organ' },
  { id: 'officer-task-of-organ', role: 'case-officer', type: 'task', actions: 'read', scope: 'organ' },
  { id: 'officer-attachment', role: 'case-officer', type: 'attachment', actions: 'create|read', scope: 'organ' },
  { id: 'officer-document', role: 'case-officer', type: 'document', actions: 'read', scope: 'organ' },
  // Of a case of another organ, as long as a step of it lies before him.
  { id: 'officer-step-attachment', role: 'case-officer', type: 'attachment', actions: 'read', scope: 'assigned' },
  { id: 'officer-step-document', role: 'case-officer', type: 'document', actions: 'read', scope: 'assigned' },
  { id: 'officer-people', role: 'case-officer', type: 'user', actions: 'list', scope: 'organ' },

  { id: 'window-clerk-original', role: 'window-clerk', type: 'attachment', actions: 'verify', scope: 'organ' },
  { id: 'handler-original', role: 'handler', type: 'attachment', actions: 'verify', scope: 'organ' },
  { id: 'leader-debt', role: 'organ-leader', type: 'case-debt', actions: 'waive', scope: 'organ' },
  { id: 'officer-check-duty', role: 'case-officer', type: 'check-duty', actions: 'list', scope: 'organ' },
  { id: 'handler-check-duty', role: 'handler', type: 'check-duty', actions: 'record', scope: 'organ' },
  { id: 'site-officer-check-duty', role: 'site-officer', type: 'check-duty', actions: 'record', scope: 'organ' },
  ...(['handler', 'reviewer', 'approver'] as const).map((role): Policy => ({
    id: `${role}-extension`,
    role,
    type: 'case',
    actions: 'request-extension',
    scope: 'organ',
  })),
  { id: 'handler-suspension', role: 'handler', type: 'case', actions: 'end-suspension', scope: 'organ' },
  { id: 'handler-hearing', role: 'handler', type: 'case', actions: 'request-hearing', scope: 'organ' },
  { id: 'officer-calendar', role: 'case-officer', type: 'calendar', actions: 'read', scope: 'any' },
  { id: 'auditor-calendar', role: 'disciplinary-auditor', type: 'calendar', actions: 'read', scope: 'tenant' },
  { id: 'supervisor-calendar', role: 'supervisor', type: 'calendar', actions: 'read|publish', scope: 'tenant' },

  // Joint cases 并联办件: every organ of one reads the whole, and the head of the county what he is asked to grant more time for.
  { id: 'county-head-case', role: 'county-head', type: 'case', actions: 'read', scope: 'organ_tree' },
  { id: 'joint-case', role: 'case-officer', type: 'case', actions: 'read', scope: 'party' },
  { id: 'joint-document', role: 'case-officer', type: 'document', actions: 'read', scope: 'party' },

  ...Object.keys(SEPARATION_RULES).map((rule): Policy => ({
    id: rule,
    role: '*',
    type: 'task',
    actions: 'claim|complete:*',
    scope: 'any',
    condition: rule,
    effect: 'deny',
  })),
  {
    id: 'node_mismatch',
    role: '*',
    type: 'task',
    actions: 'complete:*',
    scope: 'any',
    condition: 'node_mismatch',
    effect: 'deny',
  },

  // The hall 政务服务大厅: whoever sits at a window enters applications for those before him, for what his own organ takes; the
  // clerks of the organ that runs the hall are the comprehensive window 综合窗口, for all.
  { id: 'window-clerk-assist', role: 'window-clerk', type: 'case', actions: 'assist', scope: 'organ' },
  { id: 'comprehensive-window-assist', role: 'window-clerk', type: 'case', actions: 'assist', scope: 'party' },
  { id: 'window-clerk-queue', role: 'window-clerk', type: 'queue', actions: 'call|list', scope: 'any' },
  { id: 'delivery-clerk-queue', role: 'delivery-clerk', type: 'queue', actions: 'call|list', scope: 'any' },
  { id: 'leader-queue', role: 'organ-leader', type: 'queue', actions: 'list|figures', scope: 'organ' },
  { id: 'supervisor-queue', role: 'supervisor', type: 'queue', actions: 'list|figures|configure', scope: 'tenant' },
  { id: 'system-admin-queue', role: 'system-admin', type: 'queue', actions: 'list|register', scope: 'tenant' },

  // Ratings 好差评: who rated is hidden from the rated; who contacts, revisits and reviews is of another organ.
  { id: 'applicant-rating', role: 'applicant', type: 'rating', actions: 'create', scope: 'own_applicant' },
  { id: 'officer-rating', role: 'case-officer', type: 'rating', actions: 'list', scope: 'organ' },
  { id: 'leader-rating', role: 'organ-leader', type: 'rating', actions: 'read|rectify|appeal|figures', scope: 'organ' },
  {
    id: 'follow-up-officer-rating',
    role: 'follow-up-officer',
    type: 'rating',
    actions: 'list|read|identify|follow-up|figures',
    scope: 'tenant',
  },
  { id: 'supervisor-rating', role: 'supervisor', type: 'rating', actions: 'list|read|identify|review|figures', scope: 'tenant' },
  { id: 'auditor-rating', role: 'disciplinary-auditor', type: 'rating', actions: 'list|read|identify|figures', scope: 'tenant' },
  {
    id: 'rater-hidden',
    role: '*',
    type: 'rating',
    actions: 'identify|follow-up|review',
    scope: 'any',
    condition: 'of_rated_organ',
    effect: 'deny',
  },

  // Consultation and complaint 咨询投诉: a complaint is answered by the head of the organ, or in his place by the county's office.
  { id: 'applicant-consultation', role: 'applicant', type: 'consultation', actions: 'create|read', scope: 'own_applicant' },
  { id: 'officer-consultation', role: 'case-officer', type: 'consultation', actions: 'list|read|answer', scope: 'organ' },
  { id: 'leader-consultation', role: 'organ-leader', type: 'consultation', actions: 'answer-complaint', scope: 'organ' },
  { id: 'supervisor-consultation', role: 'supervisor', type: 'consultation', actions: 'list|read|answer-complaint', scope: 'tenant' },
  { id: 'auditor-consultation', role: 'disciplinary-auditor', type: 'consultation', actions: 'list|read', scope: 'tenant' },

  // Whoever acts in a case sends it round, urges and asks; a reader has the right to read this one case and no more.
  { id: 'officer-circulate', role: 'case-officer', type: 'case', actions: 'circulate|urge', scope: 'participant' },
  { id: 'officer-circulate-open', role: 'case-officer', type: 'case', actions: 'circulate', scope: 'assigned' },
  { id: 'officer-ask', role: 'case-officer', type: 'task', actions: 'ask', scope: 'assigned' },
  { id: 'leader-urge', role: 'organ-leader', type: 'case', actions: 'urge', scope: 'organ' },
  { id: 'supervisor-urge', role: 'supervisor', type: 'case', actions: 'urge', scope: 'tenant' },
  { id: 'applicant-urge', role: 'applicant', type: 'case', actions: 'urge', scope: 'own_applicant' },
  { id: 'reader-case', role: 'staff', type: 'case', actions: 'read', scope: 'reader' },
  { id: 'reader-attachment', role: 'staff', type: 'attachment', actions: 'read', scope: 'reader' },
  { id: 'reader-document', role: 'staff', type: 'document', actions: 'read', scope: 'reader' },

  { id: 'asked-task', role: 'asked-officer', type: 'task', actions: 'list|read|claim|release|transfer|delegate|ask', scope: 'assigned' },
  { id: 'asked-case', role: 'asked-officer', type: 'case', actions: 'read', scope: 'participant' },
  { id: 'asked-paper', role: 'asked-officer', type: 'attachment', actions: 'read', scope: 'assigned' },
  // Their forms may ask for files.
  { id: 'asked-upload', role: 'asked-officer', type: 'attachment', actions: 'create', scope: 'organ' },
  { id: 'asked-document', role: 'asked-officer', type: 'document', actions: 'read', scope: 'assigned' },

  // A person of an external organisation (网络公司、银行、供电公司) has what his own cases give, and nothing else.
  { id: 'partner-case', role: 'partner', type: 'case', actions: 'list|read', scope: 'participant' },
  { id: 'partner-task', role: 'partner', type: 'task', actions: 'list|read|claim|release', scope: 'assigned' },
  { id: 'partner-document', role: 'partner', type: 'document', actions: 'read', scope: 'participant' },

  { id: 'staff-delegation', role: 'staff', type: 'delegation', actions: 'list|create|accept|revoke', scope: 'any' },
  { id: 'everyone-notice', role: '*', type: 'notice', actions: 'list|read', scope: 'any' },
  { id: 'officer-emergency', role: 'case-officer', type: 'emergency-access', actions: 'open', scope: 'any' },
  {
    id: 'leader-waiver',
    role: 'organ-leader',
    type: 'separation-waiver',
    actions: 'list|grant',
    scope: 'organ',
  },
  {
    id: 'leader-card',
    role: 'organ-leader',
    type: 'card',
    actions: 'list|read|sign|reply|appeal',
    scope: 'organ',
  },
  { id: 'officer-card', role: 'case-officer', type: 'card', actions: 'list|read', scope: 'participant' },
  { id: 'officer-licence', role: 'case-officer', type: 'licence', actions: 'list|read', scope: 'organ' },
  { id: 'handler-licence', role: 'handler', type: 'licence', actions: 'open', scope: 'organ' },
  { id: 'leader-register', role: 'organ-leader', type: 'register', actions: 'list|export|void', scope: 'organ' },
  { id: 'delivery-clerk-register', role: 'delivery-clerk', type: 'register', actions: 'list|export', scope: 'organ' },
  { id: 'leader-publication', role: 'organ-leader', type: 'publication', actions: 'list', scope: 'organ' },
  { id: 'officer-archive', role: 'case-officer', type: 'archive', actions: 'list|read', scope: 'organ' },
  { id: 'leader-archive', role: 'organ-leader', type: 'archive', actions: 'retry', scope: 'organ' },
  { id: 'delivery-clerk-archive', role: 'delivery-clerk', type: 'archive', actions: 'retry', scope: 'organ' },
  { id: 'leader-phrase', role: 'organ-leader', type: 'phrase', actions: 'keep', scope: 'organ' },
  { id: 'leader-inbox-view', role: 'organ-leader', type: 'inbox-view', actions: 'share', scope: 'organ' },
  { id: 'leader-statistics', role: 'organ-leader', type: 'statistics', actions: 'read|export', scope: 'organ' },

  // The head of the county sees the whole of it; reports go to those who may read the figures of their organ.
  { id: 'county-head-statistics', role: 'county-head', type: 'statistics', actions: 'read|export', scope: 'tenant' },
  { id: 'county-head-report', role: 'county-head', type: 'report', actions: 'list|read|define', scope: 'tenant' },
  { id: 'leader-report', role: 'organ-leader', type: 'report', actions: 'list|read|define', scope: 'organ' },
  { id: 'supervisor-report', role: 'supervisor', type: 'report', actions: 'list|read|define', scope: 'tenant' },
  { id: 'auditor-report', role: 'disciplinary-auditor', type: 'report', actions: 'list|read|define', scope: 'tenant' },

  { id: 'auditor-business', role: 'disciplinary-auditor', type: 'business', actions: 'list|read', scope: 'tenant' },
  {
    id: 'auditor-supervision',
    role: 'disciplinary-auditor',
    type: 'supervision',
    actions: 'read|verify|export',
    scope: 'tenant',
  },
  {
    id: 'auditor-card',
    role: 'disciplinary-auditor',
    type: 'card',
    actions: 'list|read|issue|review|withdraw',
    scope: 'tenant',
  },
  { id: 'auditor-rule', role: 'disciplinary-auditor', type: 'rule', actions: 'list|confirm', scope: 'tenant' },
  {
    id: 'auditor-statistics',
    role: 'disciplinary-auditor',
    type: 'statistics',
    actions: 'read|export',
    scope: 'tenant',
  },
  { id: 'auditor-licence', role: 'disciplinary-auditor', type: 'licence', actions: 'list|read', scope: 'tenant' },
  { id: 'auditor-register', role: 'disciplinary-auditor', type: 'register', actions: 'list|export', scope: 'tenant' },
  { id: 'auditor-publication', role: 'disciplinary-auditor', type: 'publication', actions: 'list', scope: 'tenant' },
  { id: 'auditor-archive', role: 'disciplinary-auditor', type: 'archive', actions: 'list|read', scope: 'tenant' },
  {
    id: 'auditor-emergency',
    role: 'disciplinary-auditor',
    type: 'emergency-access',
    actions: 'list|review',
    scope: 'tenant',
  },
  { id: 'auditor-waiver', role: 'disciplinary-auditor', type: 'separation-waiver', actions: 'list', scope: 'tenant' },
  ...Object.entries(NOT_FOR_AUDITORS).map(([id, actions]): Policy => ({
    id,
    role: 'disciplinary-auditor',
    type: 'any',
    actions,
    scope: 'any',
    condition: 'auditors_decide_nothing',
    effect: 'deny',
  })),

  { id: 'supervisor-model', role: 'supervisor', type: 'model', actions: 'list|read|deploy', scope: 'tenant' },
  // Whoever proposed a release, or changed the draft last, does not confirm it: the studio itself sees to that.
  { id: 'supervisor-studio', role: 'supervisor', type: 'studio', actions: 'read|edit|publish|confirm', scope: 'tenant' },
  { id: 'supervisor-matter', role: 'supervisor', type: 'matter', actions: 'write', scope: 'tenant' },
  { id: 'supervisor-people', role: 'supervisor', type: 'user', actions: 'list', scope: 'tenant' },
  {
    id: 'supervisor-card',
    role: 'supervisor',
    type: 'card',
    actions: 'list|read|issue|review',
    scope: 'tenant',
  },
  { id: 'supervisor-rule', role: 'supervisor', type: 'rule', actions: 'list|propose', scope: 'tenant' },
  { id: 'supervisor-licence', role: 'supervisor', type: 'licence', actions: 'list|read', scope: 'tenant' },
  { id: 'supervisor-register', role: 'supervisor', type: 'register', actions: 'list|export|configure', scope: 'tenant' },
  { id: 'supervisor-publication', role: 'supervisor', type: 'publication', actions: 'list|correct', scope: 'tenant' },
  { id: 'supervisor-phrase', role: 'supervisor', type: 'phrase', actions: 'keep', scope: 'tenant' },
  { id: 'supervisor-statistics', role: 'supervisor', type: 'statistics', actions: 'read|export', scope: 'tenant' },
  { id: 'supervisor-incident', role: 'supervisor', type: 'incident', actions: 'list|read', scope: 'tenant' },

  { id: 'system-admin-incident', role: 'system-admin', type: 'incident', actions: 'list|read|retry', scope: 'tenant' },
  {
    id: 'system-admin-user',
    role: 'system-admin',
    type: 'user',
    actions: 'list|read|create|write|disable|reset-password|import|export',
    scope: 'tenant',
  },
  {
    id: 'system-admin-organ',
    role: 'system-admin',
    type: 'organ',
    actions: 'list|read|write|import|export',
    scope: 'tenant',
  },
  { id: 'system-admin-web-hook', role: 'system-admin', type: 'web-hook', actions: 'list|configure', scope: 'tenant' },
  { id: 'system-admin-delivery', role: 'system-admin', type: 'delivery', actions: 'list|resend', scope: 'tenant' },
  { id: 'security-admin-organ', role: 'security-admin', type: 'organ', actions: 'list|read', scope: 'tenant' },
  {
    id: 'security-admin-policy',
    role: 'security-admin',
    type: 'policy',
    actions: 'list|propose|confirm',
    scope: 'tenant',
  },
  {
    id: 'security-admin-token',
    role: 'security-admin',
    type: 'api-token',
    actions: 'list|create|revoke',
    scope: 'tenant',
  },
  {
    id: 'security-admin-emergency',
    role: 'security-admin',
    type: 'emergency-access',
    actions: 'list|review',
    scope: 'tenant',
  },
  { id: 'security-admin-grant', role: 'security-admin', type: 'user', actions: 'list|read|grant', scope: 'tenant' },
  {
    id: 'security-admin-second-factor',
    role: 'security-admin',
    type: 'user',
    actions: 'reset-second-factor',
    scope: 'tenant',
  },
  { id: 'audit-admin-log', role: 'audit-admin', type: 'system-log', actions: 'read|export', scope: 'tenant' },
  { id: 'audit-admin-verify', role: 'audit-admin', type: 'supervision', actions: 'verify', scope: 'tenant' },
  {
    id: 'administrator-no-business',
    role: 'administrator',
    type: 'business',
    actions: '*',
    scope: 'any',
    condition: 'administrators_have_no_business',
    effect: 'deny',
  },

  ...FLOW_POLICIES,

  {
    id: 'worker-external-task',
    role: 'worker',
    type: 'external-task',
    actions: 'fetch|complete|fail|lock',
    scope: 'tenant',
  },
]

/** The source under which these rules are stored. */
export const COUNTY_SOURCE = 'county'

/** Posts that no one person may hold together. Source: GB/T 22239-2019, 8.1.5 (three administrators); domain paper 6.2. */
export const INCOMPATIBLE_POSTS: readonly (readonly [string, string])[] = [
  ['system-admin', 'security-admin'],
  ['system-admin', 'audit-admin'],
  ['security-admin', 'audit-admin'],
  ['supervisor', 'disciplinary-auditor'],
  ...['supervisor', 'follow-up-officer', 'partner', ...CASE_POSTS].flatMap((post) => [
    ['disciplinary-auditor', post] as const,
    ['system-admin', post] as const,
    ['security-admin', post] as const,
    ['audit-admin', post] as const,
  ]),
]
