import { Alert, Badge, Button, Tabs, Tag } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { Link, useParams, useSearchParams } from 'react-router-dom'
import { studioPaths, type StudioDraft, type StudioProblem } from '../../api/studio.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { clockText } from '../../time.ts'
import type { SaveState } from './draft-saver.ts'
import { ProblemsDrawer } from './problems-drawer.tsx'
import { useWorkspace, type Workspace } from './use-workspace.ts'
import './studio.css'

const TABS = {
  matter: { label: '事项', View: lazy(() => import('./matter-tab.tsx')) },
  process: { label: '流程', View: lazy(() => import('./process-tab.tsx')) },
  forms: { label: '表单', View: lazy(() => import('./forms-tab.tsx')) },
  decisions: { label: '决策表', View: lazy(() => import('./decisions-tab.tsx')) },
  documents: { label: '文书', View: lazy(() => import('./documents-tab.tsx')) },
  try: { label: '试办', View: lazy(() => import('./try-tab.tsx')) },
  publish: { label: '发布', View: lazy(() => import('./publish-tab.tsx')) },
} as const
export type StudioTab = keyof typeof TABS

/** What every tab of a draft works with. */
export interface TabProps {
  workspace: Workspace
  problems: readonly StudioProblem[]
  /** What of the tab is asked for: an element, a form's key … */
  place: string | null
  open: (tab: StudioTab, place?: string) => void
}

/** One draft: its procedure, forms, decisions and papers, tried out and published from here. */
export function Component() {
  const { id = '' } = useParams()
  const { data, error, loading, reload } = useResource<StudioDraft>(studioPaths.draft(id))
  useTitle(data?.name ?? '流程设计')
  if (loading) return <PageSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return <DraftDesk key={data.id} opened={data} />
}

function DraftDesk({ opened }: { opened: StudioDraft }) {
  const { user, rights } = useSession()
  const workspace = useWorkspace(opened, user.id, !rights.includes('studio:edit') || opened.state === 'proposed')
  const [search, setSearch] = useSearchParams()
  const [showsProblems, setShowsProblems] = useState(false)
  const saved = workspace.state.at === 'saved' ? workspace.state.savedAt : 0
  const problems = useResource<{ problems: StudioProblem[] }>(studioPaths.problems(opened.id), saved).data?.problems ?? []
  const tab = tabOf(search.get('tab'))
  const open: TabProps['open'] = (to, place) => setSearch(place === undefined ? { tab: to } : { tab: to, place }, { replace: false })
  const { View } = TABS[tab]
  const errors = problems.filter(({ level }) => level === 'error').length
  return (
    <div className="page studio-page">
      <div className="page-head">
        <Link to="/studio" aria-label="返回流程设计">
          流程设计
        </Link>
        <h1>{opened.name}</h1>
        {opened.state === 'proposed' && <Tag>待确认发布,不能修改</Tag>}
        <SaveNote state={workspace.state} readOnly={workspace.readOnly} />
        <span className="grow" />
        <Badge count={errors} size="small" offset={[-4, 4]}>
          <Button onClick={() => setShowsProblems(true)} data-testid="problems">
            {problems.length === 0 ? '没有问题' : `${problems.length} 个问题`}
          </Button>
        </Badge>
      </div>
      <Notes workspace={workspace} />
      <Tabs
        activeKey={tab}
        onChange={(to) => open(tabOf(to))}
        items={Object.entries(TABS).map(([key, { label }]) => ({ key, label }))}
        destroyOnHidden
      />
      <Suspense fallback={<PageSkeleton />}>
        <View workspace={workspace} problems={problems} place={search.get('place')} open={open} />
      </Suspense>
      <ProblemsDrawer open={showsProblems} problems={problems} onClose={() => setShowsProblems(false)} onJump={open} />
    </div>
  )
}

const tabOf = (name: string | null): StudioTab => (name !== null && name in TABS ? (name as StudioTab) : 'process')

function SaveNote({ state, readOnly }: { state: SaveState; readOnly: boolean }) {
  if (readOnly) return <span className="quiet">只读</span>
  const texts = {
    saved: state.at === 'saved' ? `已自动保存 ${clockText(state.savedAt)}` : '',
    saving: '正在保存',
    unsent: '尚未保存',
    conflict: '尚未保存',
  }
  return (
    <span className="quiet" role="status" data-testid="save-state">
      {texts[state.at]}
    </span>
  )
}

/** What one must know while working: who else does, and what could not be saved. */
function Notes({ workspace: { state, others, choose } }: { workspace: Workspace }) {
  return (
    <>
      {others.length > 0 && (
        <Alert
          className="gap-below"
          type="warning"
          showIcon
          message={`${others.map(({ name }) => name).join('、')}也在编辑这份草稿`}
          description="两人改不同的部分会自动合并;改了同一部分时,系统会请您选择保留哪一份"
          data-testid="also-editing"
        />
      )}
      {state.at === 'unsent' && <Alert className="gap-below" type="warning" showIcon message={`修改还没有保存:${state.message}`} />}
      {state.at === 'conflict' && (
        <Alert
          className="gap-below"
          type="error"
          showIcon
          data-testid="studio-conflict"
          message={`${state.theirs.updatedBy.name}也修改了${state.paths.map(nameOfPath).join('、')}`}
          description={
            <div className="row">
              <Button size="small" type="primary" onClick={() => choose('theirs')}>
                采用对方的修改
              </Button>
              <Button size="small" onClick={() => choose('mine')}>
                保留我的修改
              </Button>
            </div>
          }
        />
      )}
    </>
  )
}

function nameOfPath(path: string): string {
  if (path.endsWith('.bpmn')) return '流程图'
  if (path.endsWith('.dmn')) return '决策表'
  if (path.startsWith('forms/')) return '表单'
  if (path.startsWith('documents/')) return '文书'
  return '事项设置'
}
