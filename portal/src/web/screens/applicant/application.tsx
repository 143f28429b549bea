import { Button } from 'antd'
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { useSearchParams } from 'react-router-dom'
import { problemsOf, type FieldProblem } from '../../api/api-error.ts'
import { deskApi } from '../../api/case-desk.ts'
import type { Values } from '../../api/cases.ts'
import type { MatterDetail, MatterMaterial, Prefill, ReusablePaper } from '../../api/matters.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { PathAhead } from '../../components/path-ahead.tsx'
import { SchemaForm, type SchemaFormHandle } from '../../components/schema-form.tsx'
import { StickyBar } from '../../components/sticky-bar.tsx'
import { DraftConflict } from '../../drafts/draft-note.tsx'
import type { Draft } from '../../drafts/use-draft.ts'
import { useOnce } from '../../hooks/use-once.ts'
import { materialOf, missingMaterials, readersOf, withLast, withoutPrefilled, type ApplicationDraft } from './application-draft.ts'
import { CheckStep } from './check-step.tsx'
import { MaterialsStep } from './materials-step.tsx'
import { NeedsNote, useAskedFor } from './joint-needs.tsx'
import { PrefillNote } from './prefill-note.tsx'
import { ProgressSteps } from './progress-steps.tsx'
import { ReadersChoice } from './readers-choice.tsx'
import { accessOfStep, stepOfPath, stepsOf, useShownSections, withStepValues } from './sections.ts'
import './applicant.css'

interface ApplicationProps {
  matter: MatterDetail
  draft: Draft<ApplicationDraft>
  /** What is known of the applicant; a matter about a licence fills in from that. */
  prefill?: Prefill
  door: ApplicationDoor
}

/** Through which door an application comes: the applicant's own, or the window's on his behalf. */
export interface ApplicationDoor {
  title: string
  submitText: string
  /** Papers that the county has of the applicant. */
  offers: ReusablePaper[]
  /** Asked for besides those of the matter. */
  extraMaterials: MatterMaterial[]
  submit: (matter: MatterDetail, draft: ApplicationDraft, key: string) => Promise<{ caseId: string }>
  done: (caseId: string) => void
  /** Above the form. */
  above?: ReactNode
  /** In the bar below, beside the buttons. */
  note?: ReactNode
}

/** An application, one thing at a time: the form's sections, the materials, check, hand in. */
export function Application({ matter: whole, draft, prefill, door }: ApplicationProps) {
  const [params, setParams] = useSearchParams()
  const { update } = draft
  const { values, idempotencyKey } = draft.value
  const asked = useAskedFor(whole, values)
  const { needs } = asked
  const matter = useMemo(
    () => ({ ...asked.matter, materials: [...asked.matter.materials, ...door.extraMaterials] }),
    [asked.matter, door.extraMaterials],
  )
  const shown = useShownSections(whole.form.schema, values)
  const steps = useMemo(() => stepsOf(whole.form.schema).filter(({ key }) => shown.includes(key)), [whole, shown])
  const asksMaterials = matter.materials.length > 0
  const titles = [...steps.map(({ title }) => title), ...(asksMaterials ? ['上传材料'] : []), '核对并提交']
  const materialsStep = asksMaterials ? steps.length : -1
  const checkStep = titles.length - 1
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
  const handIn = door.submit
  const submit = useCallback((key: string) => handIn(matter, draft.value, key), [handIn, matter, draft.value])
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
    door.done(receipt.caseId)
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
      <div className="page" data-step={current + 1}>
        <div className="page-head">
          <h1 className="grow">{door.title}</h1>
        </div>
        {door.above}
        <DraftConflict draft={draft} />
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
        {current === materialsStep && <MaterialsStep matter={matter} draft={draft} problems={problems} offers={door.offers} />}
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
      <StickyBar note={door.note}>
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
          {current === checkStep ? door.submitText : '下一步'}
        </Button>
      </StickyBar>
    </>
  )
}
