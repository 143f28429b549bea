import { App } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { api } from '../../api/api.ts'
import { asApiError, type FieldProblem } from '../../api/api-error.ts'
import type { UploadedFile, Values } from '../../api/cases.ts'
import type { TaskAction, TaskDetail } from '../../api/tasks.ts'
import { verbPaths, type TaskVerbs } from '../../api/verbs.ts'
import { CaseBody } from '../../components/case-body.tsx'
import { CaseHead } from '../../components/case-head.tsx'
import { ListNav } from '../../components/list-nav.tsx'
import { SchemaForm, type SchemaFormHandle } from '../../components/schema-form.tsx'
import { placeOfList } from '../../hooks/list-memory.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { DraftConflict, DraftNote } from '../../drafts/draft-note.tsx'
import { DraftGate } from '../../drafts/draft-gate.tsx'
import type { Draft } from '../../drafts/use-draft.ts'
import { TaskVerbsPanel } from '../../verbs/task-verbs.tsx'
import { fileIdsOf, materialOf } from '../applicant/application-draft.ts'
import { deskTabs } from '../desk/case-tabs.tsx'
import { DeskButtons } from '../desk/desk-buttons.tsx'
import { ActionBar } from './action-bar.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { ReplacementCard } from './replacement-card.tsx'
import { nextTodo } from './next-todo.ts'

interface Chosen {
  action: TaskAction
  form: Values | undefined
}

/** What a clerk has typed at a step. */
interface TaskDraft {
  form: Values
  opinion: string
  /** Uploaded in place of what materials had; absent in drafts of before. */
  materials?: Record<string, UploadedFile[]>
}

const emptyDraft = (): TaskDraft => ({ form: {}, opinion: '' })

interface Props {
  detail: TaskDetail
  reload: () => void
  revision: number
}

/** The step as it was left, on whatever device. */
export function TaskDesk(props: Props) {
  const { task } = props.detail
  return (
    <DraftGate place={{ kind: 'task', about: task.taskId, title: `${task.name} ${task.applicantName} ${task.caseNo}` }} empty={emptyDraft}>
      {(draft) => <Desk {...props} draft={draft} />}
    </DraftGate>
  )
}

/** The case with this step's form, and below the few buttons of this step. */
function Desk({ detail, reload, revision, draft }: Props & { draft: Draft<TaskDraft> }) {
  const { task, form: stepForm } = detail
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { update } = draft
  const form = useRef<SchemaFormHandle>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [claiming, setClaiming] = useState(false)
  const [problems, setProblems] = useState<FieldProblem[]>([])
  const canAct = detail.canComplete || detail.canClaim
  const { data: offered } = useResource<TaskVerbs>(verbPaths.task(task.taskId), revision)
  const initialValues = useMemo(() => ({ ...stepForm?.values, ...draft.value.form }), [stepForm, draft.value.form])
  const keep = useCallback((form: Values) => update((now) => ({ ...now, form })), [update])
  const keepFiles = useCallback(
    (key: string, change: (files: UploadedFile[]) => UploadedFile[]) =>
      update((now) => ({ ...now, materials: { ...now.materials, [key]: change(now.materials?.[key] ?? []) } })),
    [update],
  )
  const keepOpinion = useCallback((opinion: string) => update((now) => ({ ...now, opinion })), [update])

  const claim = async (): Promise<boolean> => {
    setClaiming(true)
    try {
      await api.claim(task.taskId)
      reload()
      return true
    } catch (thrown) {
      message.warning(asApiError(thrown).message)
      reload()
      return false
    } finally {
      setClaiming(false)
    }
  }

  const release = async () => {
    await api.release(task.taskId).catch((thrown: unknown) => message.warning(asApiError(thrown).message))
    reload()
  }

  const choose = async (action: TaskAction) => {
    const checked = stepForm && form.current && !action.withoutForm ? form.current.check() : undefined
    if (checked === null) return
    // Taken by the one who acts first, so that two people do not write the same opinion.
    if (!detail.canComplete && !(await claim())) return
    setChosen({ action, form: checked })
  }

  const placeProblems = useCallback(
    (found: FieldProblem[]) => {
      const mine = found.filter(({ path }) => materialOf(path) !== null || path.split('.')[0]! in (stepForm?.schema.properties ?? {}))
      setProblems(mine)
      // They are shown at their fields, which the dialog would cover.
      if (mine.length) setChosen(null)
    },
    [stepForm],
  )

  const done = async (action: TaskAction, named: string | null) => {
    await draft.clear()
    const nextTaskId = await nextTodo(task.taskId, named)
    message.success(`${task.caseNo} 已${action.label}${nextTaskId ? ',下一件待办已打开' : ''}`)
    await navigate(nextTaskId ? `/tasks/${nextTaskId}` : placeOfList('inbox', '/inbox'), { replace: true })
    window.scrollTo(0, 0)
  }

  return (
    <>
      <div className="page">
        <ListNav list="inbox" id={task.taskId} title="收件箱" home="/inbox" addressOf={(id) => `/tasks/${id}`} />
        <DraftConflict draft={draft} />
        <CaseHead
          item={detail.case}
          step={task.name}
          stepDueAt={task.dueAt}
          extra={<DeskButtons caseId={task.caseId} version={revision} onChanged={reload} />}
        />
        <CaseBody item={detail.case} onChange={reload} revision={revision} extraTabs={deskTabs(task.caseId, revision, reload)}>
          {offered && (
            <TaskVerbsPanel
              taskId={task.taskId}
              caseId={task.caseId}
              offered={offered}
              reload={reload}
              onLeft={() => void navigate(placeOfList('inbox', '/inbox'))}
            />
          )}
          {stepForm && (
            <section className="card" aria-label={`${task.name}填写`}>
              <h2>{task.name}</h2>
              <SchemaForm
                ref={form}
                schema={stepForm.schema}
                access={stepForm.access}
                initialValues={initialValues}
                readOnly={!canAct}
                layout="left"
                problems={problems}
                onChange={keep}
              />
            </section>
          )}
          {canAct && detail.actions.some(({ replacesMaterials }) => replacesMaterials) && (
            <ReplacementCard
              materials={detail.case.materials}
              given={draft.value.materials ?? {}}
              problems={problems}
              onChange={keepFiles}
            />
          )}
        </CaseBody>
      </div>
      <ActionBar
        detail={detail}
        busy={claiming}
        saved={draft.state.at !== 'nothing' && <DraftNote draft={draft} onCleared={() => location.reload()} />}
        onChoose={(action) => void choose(action)}
        onClaim={() => void claim()}
        onRelease={() => void release()}
      />
      {chosen && (
        <ActionDialog
          detail={detail}
          action={chosen.action}
          form={chosen.form}
          materials={chosen.action.replacesMaterials ? fileIdsOf(draft.value.materials ?? {}) : undefined}
          opinion={draft.value.opinion}
          onOpinion={keepOpinion}
          notice={<DraftConflict draft={draft} />}
          onProblems={placeProblems}
          onCancel={() => setChosen(null)}
          onDone={(nextTaskId) => void done(chosen.action, nextTaskId)}
        />
      )}
    </>
  )
}
