import { Button } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router-dom'
import { api } from '../../api/api.ts'
import { problemsOf, type FieldProblem } from '../../api/api-error.ts'
import { deskApi } from '../../api/case-desk.ts'
import type { Values } from '../../api/cases.ts'
import type { MatterDetail, Prefill } from '../../api/matters.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { PathAhead } from '../../components/path-ahead.tsx'
import { SchemaForm, type SchemaFormHandle } from '../../components/schema-form.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { DraftConflict, DraftNote } from '../../drafts/draft-note.tsx'
import type { Draft } from '../../drafts/use-draft.ts'
import { useOnce } from '../../hooks/use-once.ts'
import {
  materialOf,
  missingMaterials,
  readersOf,
  submissionOf,
  withLast,
  withoutPrefilled,
  type ApplicationDraft,
} from './application-draft.ts'
import { CheckStep } from './check-step.tsx'
import { MaterialsStep } from './materials-step.tsx'
import { NeedsNote, useAskedFor } from './joint-needs.tsx'
import { PrefillNote } from './prefill-note.tsx'
import { ProgressSteps } from './progress-steps.tsx'
import { OrganChoice } from './organ-choice.tsx'
import { ReadersChoice } from './readers-choice.tsx'
import { accessOfStep, stepOfPath, stepsOf, useShownSections, withStepValues } from './sections.ts'
import './applicant.css'

interface ApplicationProps {
  matter: MatterDetail
  draft: Draft<ApplicationDraft>
  /** What is known of the applicant; a matter about a licence fills in from that. */
  prefill?: Prefill
}

/** An application, one thing at a time: the form's sections, the materials, check, hand in. */
export function Application({ matter: whole, draft, prefill }: ApplicationProps) {
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const { update } = draft
  const { values, idempotencyKey } = draft.value
  const { matter, needs } = useAskedFor(whole, values)
  const shown = useShownSections(whole.form.schema, values)
  const steps = useMemo(() => stepsOf(whole.form.schema).filter(({ key }) => shown.includes(key)), [whole, shown])
  const asksMaterials = whole.materials.length > 0
  const titles = [...steps.map(({ title }) => title), ...(asksMaterials ? ['上传材料'] : []), '核对并提交']
  const materialsStep = asksMaterials ? steps.length : -1
  const checkStep = titles.length - 1
  const verb = whole.isInternal ? '发起' : '申请'
  const current = Math.min(Math.max(Number(params.get('step') ?? 1) - 1, 0), checkStep)
  const form = useRef<SchemaFormHandle>(null)
  const [problems, setProblems] = useState<FieldProblem[]>([])

  const goTo = (step: number) => {
    setParams({ step: String(step + 1) })
    window.scrollTo(0, 0)
  }
  const [round, setRound] = useState(0)
  /** The form reads its values when it opens: it opens anew. */
  const fillIn = (next: ApplicationDraft) => {
    update(() => next)
    setRound(round + 1)
  }
  const keepValues = useCallback(
    (changed: Values) => update((now) => ({ ...now, values: withStepValues(now.values, steps[current], changed) })),
    [update, steps, current],
  )

  const lookAhead = useCallback(() => deskApi.previewApplication(matter.key, values), [matter.key, values])
  const submit = useCallback((key: string) => api.submitCase(submissionOf(matter, draft.value), key), [matter, draft.value])
  const sending = useOnce(submit, idempotencyKey)

  const next = async () => {
    if (current === checkStep) return send()
    if (current === materialsStep) {
      const missing = missingMaterials(matter, draft.value)
      setProblems(missing)
      if (missing.length) return
    } else {
      const checked = form.current?.check()
      if (!checked) return
      keepValues(checked)
      setProblems((now) => now.filter(({ path }) => stepOfPath(steps, path) !== current))
    }
    goTo(current + 1)
  }

  const send = async () => {
    const receipt = await sending.run()
    if (!receipt) return
    await draft.clear()
    await navigate(whole.isInternal ? `/start?handed-in=${receipt.caseId}` : `/my-cases/${receipt.caseId}?receipt=1`, { replace: true })
  }

  const found = sending.error ? problemsOf(sending.error) : []
  const jump = ({ path }: FieldProblem) => {
    if (path === 'readers') return document.getElementById('readers')?.focus()
    setProblems(found)
    const step = materialOf(path) || path === 'commitment' ? materialsStep : path === 'joint' ? 0 : stepOfPath(steps, path)
    if (step >= 0) goTo(step)
  }
  const step = steps[current]
  const stepProblems = useMemo(() => problems.filter(({ path }) => stepOfPath(steps, path) === current), [problems, steps, current])
  return (
    <>
      <div className="page">
        <div className="page-head">
          <h1 className="grow">
            {verb}
            {matter.name}
          </h1>
        </div>
        <DraftConflict draft={draft} />
        {whole.openerOrgans.length > 1 && (
          <OrganChoice organs={whole.openerOrgans} chosen={draft.value.organ} onChange={(organ) => update((now) => ({ ...now, organ }))} />
        )}
        <ProgressSteps titles={titles} current={current} onGo={goTo} />
        {step && prefill && (
          <PrefillNote
            schema={step.schema}
            draft={draft.value}
            last={prefill.last}
            onClear={() => fillIn(withoutPrefilled(draft.value, prefill))}
            onTakeLast={() => fillIn(withLast(draft.value, prefill.last!))}
          />
        )}
        {step && (
          <SchemaForm
            key={`${step.key} ${round}`}
            ref={form}
            schema={matter.form.schema}
            access={accessOfStep(matter.form.schema, step, matter.access)}
            initialValues={values}
            problems={stepProblems}
            onChange={keepValues}
          />
        )}
        {current >= steps.length && whole.joint && <NeedsNote joint={whole.joint} needs={needs} />}
        {current === materialsStep && <MaterialsStep matter={matter} draft={draft} problems={problems} />}
        {current === checkStep && (
          <>
            {found.length === 0 && <ErrorNote error={sending.error} />}
            <CheckStep matter={matter} steps={steps} draft={draft.value} problems={found} onJump={jump} onGo={goTo}>
              <ReadersChoice
                offered={matter.readers}
                chosen={readersOf(matter, draft.value)}
                onChange={(readers) => update((now) => ({ ...now, readers }))}
              />
            </CheckStep>
          </>
        )}
        <PathAhead className="gap-above" label="提交后怎么办理:环节、办理人和预计时间" load={lookAhead} open={current === checkStep} />
      </div>
      <StickyBar note={<DraftNote draft={draft} onCleared={() => void navigate(0)} />}>
        {current > 0 && (
          <Button onClick={() => goTo(current - 1)} disabled={sending.busy} data-testid="previous-step">
            上一步
          </Button>
        )}
        <Button
          type="primary"
          onClick={() => void next()}
          loading={sending.busy}
          data-testid={current === checkStep ? 'submit-application' : 'next-step'}
        >
          {current === checkStep ? (whole.isInternal ? '提交' : '提交申请') : '下一步'}
        </Button>
      </StickyBar>
    </>
  )
}
