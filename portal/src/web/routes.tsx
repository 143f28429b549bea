import { createBrowserRouter, Navigate, type RouteObject } from 'react-router-dom'
import { useSession } from './session.tsx'
import { AppShell } from './shell/app-shell.tsx'
import { homeOf } from './shell/desks.ts'
import { NotFound } from './shell/not-found.tsx'
import { PublicShell } from './shell/public-shell.tsx'
import { PageCrash } from './shell/page-crash.tsx'
import { RequireDesk, RequireRight } from './shell/require-desk.tsx'
import { RequireSession } from './shell/require-session.tsx'

function Home() {
  return <Navigate to={homeOf(useSession())} replace />
}

/** Without an account. */
const anyone: RouteObject[] = [
  { path: 'guide', lazy: () => import('./screens/guide/catalogue-page.tsx') },
  { path: 'guide/:key', lazy: () => import('./screens/guide/guide-page.tsx') },
  { path: 'ask', lazy: () => import('./screens/consultations/public-page.tsx') },
]

const applicant: RouteObject[] = [
  { path: 'matters', lazy: () => import('./screens/applicant/matter-list.tsx') },
  { path: 'matters/:key', lazy: () => import('./screens/applicant/matter-page.tsx') },
  { path: 'matters/:key/apply', lazy: () => import('./screens/applicant/apply-page.tsx') },
  { path: 'my-cases', lazy: () => import('./screens/applicant/my-cases.tsx') },
  { path: 'my-cases/:id', lazy: () => import('./screens/applicant/my-case.tsx') },
  { path: 'my-licences', lazy: () => import('./screens/applicant/my-licences.tsx') },
  { path: 'my-consultations', lazy: () => import('./screens/consultations/my-consultations.tsx') },
  { path: 'my-licences/:id', lazy: () => import('./screens/applicant/my-licence.tsx') },
]

const clerk: RouteObject[] = [
  { path: 'inbox', lazy: () => import('./screens/clerk/inbox.tsx') },
  { path: 'due-calendar', lazy: () => import('./screens/clerk/due-calendar.tsx') },
  { path: 'my-statistics', lazy: () => import('./screens/clerk/my-statistics.tsx') },
  { path: 'tasks/:id', lazy: () => import('./screens/clerk/task-page.tsx') },
  { path: 'cases', lazy: () => import('./screens/clerk/organ-cases.tsx') },
  { path: 'cases/:id', lazy: () => import('./screens/clerk/case-page.tsx') },
  {
    element: <RequireRight rights={['check-duty:list']} />,
    children: [{ path: 'duties', lazy: () => import('./screens/clerk/duties.tsx') }],
  },
]

const auditor: RouteObject[] = [
  { path: 'supervision', lazy: () => import('./screens/auditor/overview.tsx') },
  { path: 'supervision/cases', lazy: () => import('./screens/auditor/supervised-cases.tsx') },
  { path: 'supervision/cases/:id', lazy: () => import('./screens/auditor/supervised-case.tsx') },
  { path: 'supervision/log', lazy: () => import('./screens/auditor/log-explorer.tsx') },
  { path: 'supervision/log/:id', lazy: () => import('./screens/auditor/log-entry.tsx') },
]

/** For the auditor and the audit administrator. */
const proofs: RouteObject[] = [
  { path: 'supervision/verification', lazy: () => import('./screens/auditor/verification.tsx') },
  { path: 'supervision/checkpoints', lazy: () => import('./screens/auditor/checkpoints.tsx') },
  { path: 'supervision/consistency', lazy: () => import('./screens/auditor/consistency.tsx') },
]

const systemLog: RouteObject[] = [{ path: 'system-log', lazy: () => import('./screens/admin/system-log.tsx') }]

/** Cards, rules and figures: for whoever has the right, whatever the desk. */
const supervision: RouteObject[] = [
  {
    element: <RequireRight rights={['statistics:read', 'card:list']} />,
    children: [{ path: 'board', lazy: () => import('./screens/overview/board.tsx') }],
  },
  {
    element: <RequireRight rights={['report:list']} />,
    children: [{ path: 'reports', lazy: () => import('./screens/reports/reports.tsx') }],
  },
  {
    element: <RequireRight rights={['card:list']} />,
    children: [
      { path: 'supervision/cards', lazy: () => import('./screens/supervision/cards.tsx') },
      { path: 'supervision/cards/:id', lazy: () => import('./screens/supervision/card-page.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['statistics:read']} />,
    children: [{ path: 'supervision/statistics', lazy: () => import('./screens/supervision/statistics.tsx') }],
  },
  {
    element: <RequireRight rights={['rule:list']} />,
    children: [{ path: 'supervision/rules', lazy: () => import('./screens/supervision/rules.tsx') }],
  },
  {
    element: <RequireRight rights={['calendar:read']} />,
    children: [{ path: 'calendar', lazy: () => import('./screens/calendar/calendar-page.tsx') }],
  },
  { path: 'notices', lazy: () => import('./screens/supervision/notices.tsx') },
]

/** Internal matters: for whoever may hand one in, whatever his desk. */
const start: RouteObject[] = [
  {
    element: <RequireRight rights={['case:create']} />,
    children: [
      { path: 'start', lazy: () => import('./screens/start/start-page.tsx') },
      { path: 'start/:key', lazy: () => import('./screens/applicant/apply-page.tsx') },
    ],
  },
]

/** What is brought to a person of the county whatever his desk: to read, to be answered. */
const brought: RouteObject[] = [
  { path: 'reading', lazy: () => import('./screens/desk/reading-list.tsx') },
  { path: 'reading/:id', lazy: () => import('./screens/desk/reading-page.tsx') },
  { path: 'questions', lazy: () => import('./screens/desk/questions-page.tsx') },
]

/** Registers of numbers: for whoever has the right, whatever the desk. */
const registers: RouteObject[] = [
  {
    element: <RequireRight rights={['register:list']} />,
    children: [{ path: 'registers', lazy: () => import('./screens/registers/registers.tsx') }],
  },
  {
    element: <RequireRight rights={['register:configure']} />,
    children: [{ path: 'number-schemes', lazy: () => import('./screens/registers/schemes.tsx') }],
  },
]

/** What happens to cases that are done: publication 双公示 and archives 档案. */
const finished: RouteObject[] = [
  {
    element: <RequireRight rights={['archive:list']} />,
    children: [{ path: 'archives', lazy: () => import('./screens/archives/archives.tsx') }],
  },
  {
    element: <RequireRight rights={['publication:list']} />,
    children: [{ path: 'publications', lazy: () => import('./screens/publications/publications.tsx') }],
  },
]

/** Ratings 好差评 and their follow-ups: for whoever has the right, whatever the desk. */
const ratings: RouteObject[] = [
  {
    element: <RequireRight rights={['rating:list']} />,
    children: [
      { path: 'ratings', lazy: () => import('./screens/ratings/ratings.tsx') },
      { path: 'ratings/follow-ups', lazy: () => import('./screens/ratings/follow-ups.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['rating:read']} />,
    children: [{ path: 'ratings/follow-ups/:id', lazy: () => import('./screens/ratings/follow-up-page.tsx') }],
  },
  {
    element: <RequireRight rights={['rating:figures']} />,
    children: [{ path: 'ratings/figures', lazy: () => import('./screens/ratings/figures.tsx') }],
  },
]

/** Consultation and complaint 咨询投诉, for those who answer or read. */
const consultations: RouteObject[] = [
  {
    element: <RequireRight rights={['consultation:list']} />,
    children: [{ path: 'consultations', lazy: () => import('./screens/consultations/consultations.tsx') }],
  },
]

/** Performance assessment 绩效考核: targets, scores, responsibilities. */
const assessment: RouteObject[] = [
  {
    element: <RequireRight rights={['assessment:list']} />,
    children: [
      { path: 'assessment', lazy: () => import('./screens/assessment/library.tsx') },
      { path: 'assessment/ranking', lazy: () => import('./screens/assessment/ranking.tsx') },
      { path: 'assessment/duties', lazy: () => import('./screens/assessment/duties.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['assessment:read']} />,
    children: [{ path: 'assessment/sheet/:frame/:organ', lazy: () => import('./screens/assessment/sheet.tsx') }],
  },
]

/** Grid-linkage dispatch 大联动: the phone's page for whoever reports, the desk for whoever has the right. */
const linkage: RouteObject[] = [
  { path: 'report', lazy: () => import('./screens/report/report-page.tsx') },
  { path: 'linkage/incidents/:id', lazy: () => import('./screens/linkage/incident-page.tsx') },
  {
    element: <RequireRight rights={['incident-ledger:list']} />,
    children: [
      { path: 'linkage', lazy: () => import('./screens/linkage/desk-page.tsx') },
      { path: 'linkage/deferred', lazy: () => import('./screens/linkage/deferred-page.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['incident-ledger:figures']} />,
    children: [
      { path: 'linkage/figures', lazy: () => import('./screens/linkage/figures-page.tsx') },
      { path: 'linkage/standards', lazy: () => import('./screens/linkage/standards-page.tsx') },
    ],
  },
]

/** Projects and what is paid for them: for whoever has the right, whatever the desk. */
const projects: RouteObject[] = [
  {
    element: <RequireRight rights={['project:list']} />,
    children: [
      { path: 'projects', lazy: () => import('./screens/projects/projects.tsx') },
      { path: 'projects/:id', lazy: () => import('./screens/projects/project-page.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['bot-month:read']} />,
    children: [{ path: 'bot-months', lazy: () => import('./screens/projects/bot-months.tsx') }],
  },
  {
    element: <RequireRight rights={['fund:read']} />,
    children: [{ path: 'special-fund', lazy: () => import('./screens/projects/special-fund.tsx') }],
  },
]

/** The studio: procedures, forms and decisions as drafts, and how those in force run. */
const studio: RouteObject[] = [
  {
    element: <RequireRight rights={['studio:read']} />,
    children: [
      { path: 'studio', lazy: () => import('./screens/studio/studio-page.tsx') },
      { path: 'studio/dictionaries', lazy: () => import('./screens/studio/dictionaries/dictionaries-page.tsx') },
      { path: 'studio/drafts/:id', lazy: () => import('./screens/studio/draft-page.tsx') },
      { path: 'studio/live/:key', lazy: () => import('./screens/studio/live-page.tsx') },
    ],
  },
]

/** Licences after the grant: for staff with the right, whatever the desk; holders have their own pages. */
const licences: RouteObject[] = [
  {
    element: <RequireRight rights={['licence:list']} />,
    children: [
      { path: 'licences', lazy: () => import('./screens/licences/licences.tsx') },
      { path: 'licences/:id', lazy: () => import('./screens/licences/licence-page.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['licence:open']} />,
    children: [{ path: 'licences/:id/review/:matterKey', lazy: () => import('./screens/licences/review-page.tsx') }],
  },
]

/** The window of a service hall: queue and assisted intake, for whoever sits there. */
const windows: RouteObject[] = [
  {
    element: <RequireRight rights={['queue:call']} />,
    children: [{ path: 'window', lazy: () => import('./screens/window/window-desk.tsx') }],
  },
  {
    element: <RequireRight rights={['case:assist']} />,
    children: [{ path: 'window/assist', lazy: () => import('./screens/window/assist-page.tsx') }],
  },
  {
    element: <RequireRight rights={['queue:figures', 'queue:configure', 'queue:register']} />,
    children: [{ path: 'halls', lazy: () => import('./screens/hall/halls-page.tsx') }],
  },
]

/** Devices of a hall, without a session. */
const devices: RouteObject[] = [
  { path: '/kiosk/queue', lazy: () => import('./screens/hall/kiosk.tsx') },
  { path: '/display/queue', lazy: () => import('./screens/hall/display.tsx') },
].map((route) => ({ ...route, errorElement: <PageCrash /> }))

const admin: RouteObject[] = [
  { path: 'incidents', lazy: () => import('./screens/admin/incidents.tsx') },
  {
    element: <RequireRight rights={['api-token:list']} />,
    children: [{ path: 'api-tokens', lazy: () => import('./screens/admin/api-tokens.tsx') }],
  },
  {
    element: <RequireRight rights={['web-hook:list']} />,
    children: [{ path: 'web-hooks', lazy: () => import('./screens/admin/web-hooks.tsx') }],
  },
  {
    element: <RequireRight rights={['delivery:list']} />,
    children: [{ path: 'deliveries', lazy: () => import('./screens/admin/deliveries.tsx') }],
  },
]

const rights: RouteObject[] = [
  {
    element: <RequireRight rights={['policy:list']} />,
    children: [
      { path: 'permissions', lazy: () => import('./screens/rights/rules.tsx') },
      { path: 'permissions/changes', lazy: () => import('./screens/rights/changes.tsx') },
      { path: 'permissions/who', lazy: () => import('./screens/rights/who-can.tsx') },
      { path: 'permissions/people/:id', lazy: () => import('./screens/rights/person-can.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['delegation:create']} />,
    children: [{ path: 'delegations', lazy: () => import('./screens/rights/delegations.tsx') }],
  },
  {
    element: <RequireRight rights={['emergency-access:open', 'emergency-access:review']} />,
    children: [{ path: 'emergency-access', lazy: () => import('./screens/rights/emergency-access.tsx') }],
  },
]

/** Organs, people and posts; each page for those with a right to it, whatever their desk. */
const organisation: RouteObject[] = [
  {
    element: <RequireRight rights={['organ:list']} />,
    children: [
      { path: 'organs', lazy: () => import('./screens/admin/organisation/organs.tsx') },
      { path: 'post-kinds', lazy: () => import('./screens/admin/organisation/post-kinds.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['user:read']} />,
    children: [
      { path: 'users', lazy: () => import('./screens/admin/organisation/users.tsx') },
      { path: 'users/:id', lazy: () => import('./screens/admin/organisation/person.tsx') },
    ],
  },
  {
    element: <RequireRight rights={['organ:import', 'user:import', 'user:grant']} />,
    children: [{ path: 'transfer/:kind', lazy: () => import('./screens/admin/organisation/transfer.tsx') }],
  },
]

/** Every address of the application. Screens load when they are opened. */
export const router = createBrowserRouter([
  {
    path: '/phone-upload',
    lazy: () => import('./screens/phone/phone-upload-page.tsx'),
    errorElement: <PageCrash />,
  },
  { path: '/login', lazy: () => import('./screens/login.tsx'), errorElement: <PageCrash /> },
  ...devices,
  {
    element: <PublicShell />,
    errorElement: <PageCrash />,
    children: anyone,
  },
  {
    path: '/',
    element: <RequireSession />,
    errorElement: <PageCrash />,
    children: [
      {
        element: <AppShell />,
        children: [
          {
            errorElement: <PageCrash />,
            children: [
              { index: true, element: <Home /> },
              { element: <RequireDesk desk="applicant" />, children: applicant },
              { element: <RequireDesk desk="clerk" />, children: clerk },
              { element: <RequireDesk desk="auditor" />, children: auditor },
              { element: <RequireRight rights={['supervision:verify']} />, children: proofs },
              { element: <RequireRight rights={['system-log:read']} />, children: systemLog },
              ...supervision,
              ...start,
              ...brought,
              ...registers,
              ...linkage,
              ...finished,
              ...ratings,
              ...consultations,
              ...assessment,
              ...projects,
              ...licences,
              ...windows,
              ...studio,
              { element: <RequireDesk desk="admin" />, children: admin },
              ...rights,
              ...organisation,
              { path: 'account', lazy: () => import('./screens/account/account.tsx') },
              { path: 'account/phrases', lazy: () => import('./screens/phrases/phrases-page.tsx') },
              { path: 'drafts', lazy: () => import('./screens/drafts/drafts-page.tsx') },
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
])
