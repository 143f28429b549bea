import { Alert, App, Button } from 'antd'
import { useCallback, useMemo, useRef, useState } from 'react'
import { api } from '../../api/api.ts'
import { problemsOf, type FieldProblem } from '../../api/api-error.ts'
import type { CaseDetail, UploadedFile, Values } from '../../api/cases.ts'
import type { MatterMaterial } from '../../api/matters.ts'
import { AskedList } from '../../components/asked-list.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ProblemSummary } from '../../components/problem-summary.tsx'
import { SchemaForm, type SchemaFormHandle } from '../../components/schema-form.tsx'
import { DraftGate } from '../../drafts/draft-gate.tsx'
import { DraftConflict, DraftNote } from '../../drafts/draft-note.tsx'
import type { Draft } from '../../drafts/use-draft.ts'
import { useOnce } from '../../hooks/use-once.ts'
import { dayText, momentText } from '../../time.ts'
import { emptyDraft, fileIdsOf, materialOf, problemByMaterial, type ApplicationDraft } from './application-draft.ts'
import { UploadField } from './upload-field.tsx'

const WORDS = {
  supplement: { title: '需要您补正材料', told: '一次性告知', button: '提交补正材料', done: '补正材料已提交' },
  correction: { title: '请您当场更正', told: '窗口告知', button: '提交更正', done: '更正已提交' },
  advice: { title: '预审建议您修改后再提交', told: '预审意见(不是不予受理)', button: '修改后重新提交', done: '已重新提交预审' },
}

/** 补正 in place: the one list of everything missing, and beneath it where to hand it in. */
export function SupplementForm({ item, onDone }: { item: CaseDetail; onDone: () => void }) {
  const { title } = WORDS[item.supplement?.kind ?? 'supplement']
  return (
    <DraftGate place={{ kind: 'supplement', about: item.id, title: `${title} ${item.caseNo}` }} empty={emptyDraft}>
      {(draft) => <Supplement item={item} draft={draft} onDone={onDone} />}
    </DraftGate>
  )
}

function Supplement({ item, draft, onDone }: { item: CaseDetail; draft: Draft<ApplicationDraft>; onDone: () => void }) {
  const { message } = App.useApp()
  const words = WORDS[item.supplement?.kind ?? 'supplement']
  const { update } = draft
  const { materials, values, idempotencyKey } = draft.value
  const form = useRef<SchemaFormHandle>(null)
  const [missing, setMissing] = useState<FieldProblem[]>([])
  const wanted = useMemo(() => materialsToAsk(item), [item])
  const asksForm = Object.values(item.form.access).some((right) => right === 'write' || right === 'required')
  const initialValues = useMemo(() => ({ ...item.form.values, ...values }), [item, values])
  const keepValues = useCallback((changed: Values) => update((now) => ({ ...now, values: changed })), [update])

  const work = useCallback(
    (key: string, changed: Values | undefined) =>
      api.supplement(item.id, { form: changed, materials: fileIdsOf(materials) }, key).then(() => true),
    [item.id, materials],
  )
  const sending = useOnce(work, idempotencyKey)
  const problems = useMemo(() => [...missing, ...(sending.error ? problemsOf(sending.error) : [])], [missing, sending.error])
  const formProblems = useMemo(() => problems.filter(({ path }) => !materialOf(path)), [problems])

  const send = async () => {
    const named = new Set((item.supplement?.missing ?? []).map(({ key }) => key))
    const absent = wanted.filter(({ key }) => named.has(key) && !materials[key]?.length)
    setMissing(absent.map(({ key, name }) => ({ path: `materials.${key}`, code: 'REQUIRED', message: `请上传${name}` })))
    if (absent.length) return
    const checked = asksForm ? form.current?.check() : undefined
    if (asksForm && !checked) return
    if (!(await sending.run(checked ?? undefined))) return
    await draft.clear()
    message.success(words.done)
    onDone()
  }

  const change = (key: string, files: (now: UploadedFile[]) => UploadedFile[]) =>
    update((now) => ({ ...now, materials: { ...now.materials, [key]: files(now.materials[key] ?? []) } }))
  return (
    <section className="card" id="supplement" tabIndex={-1} aria-label="补正材料" data-testid="supplement">
      <h2>{words.title}</h2>
      <Notice item={item} />
      <DraftConflict draft={draft} />
      {sending.error && problems.length === 0 && <ErrorNote error={sending.error} />}
      <ProblemSummary problems={problems} onJump={({ path }) => document.getElementById(placeOf(path))?.focus()} />
      {wanted.map((material) => (
        <UploadField
          key={material.key}
          material={material}
          files={materials[material.key] ?? []}
          problem={problemByMaterial(problems)[material.key]}
          phone={{ kind: 'case', about: item.id }}
          onAdd={(file) => change(material.key, (files) => [...files, file])}
          onRemove={(fileId) => change(material.key, (files) => files.filter((file) => file.fileId !== fileId))}
        />
      ))}
      {asksForm && (
        <details className="gap-above" open={item.supplement?.missing.some(({ key }) => !key || key === 'form')}>
          <summary>修改申请表内容</summary>
          <div className="gap-above">
            <SchemaForm
              ref={form}
              schema={item.form.schema}
              access={item.form.access}
              initialValues={initialValues}
              problems={formProblems}
              onChange={keepValues}
            />
          </div>
        </details>
      )}
      <Button type="primary" className="gap-above" loading={sending.busy} onClick={() => void send()} data-testid="submit-supplement">
        {words.button}
      </Button>{' '}
      <span className="quiet">
        <DraftNote draft={draft} onCleared={() => location.reload()} />
      </span>
    </section>
  )
}

function Notice({ item }: { item: CaseDetail }) {
  const { supplement } = item
  if (!supplement) return null
  const until = supplement.dueDay ? `,请在 ${dayText(supplement.dueDay)} 24:00 前提交` : ''
  return (
    <Alert
      type="warning"
      className="gap-below"
      message={`${momentText(supplement.notifiedAt)} ${WORDS[supplement.kind].told},共 ${supplement.missing.length} 项${until}`}
      description={<AskedList item={item} />}
    />
  )
}

const placeOf = (path: string): string => (materialOf(path) ? `material-${materialOf(path)}` : `field-${path}`)

/** The materials on the list come first; another may be handed in as well when the list names none. */
function materialsToAsk(item: CaseDetail): MatterMaterial[] {
  const named = new Set((item.supplement?.missing ?? []).map(({ key }) => key))
  const all = item.materials
  const asked = all.filter(({ key }) => named.has(key))
  return asked.length || [...named].includes('form') ? asked : all
}
