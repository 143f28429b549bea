import { Alert, App, Button } from 'antd'
import { useCallback, useState } from 'react'
import { api } from '../../api/api.ts'
import { problemsOf } from '../../api/api-error.ts'
import type { CaseDetail, Debt, UploadedFile } from '../../api/cases.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { dayText } from '../../time.ts'
import { problemByMaterial } from './application-draft.ts'
import { UploadField } from './upload-field.tsx'

/** 容缺补交 in place: each material that is still owed, with its last day. */
export function DebtForm({ item, onDone }: { item: CaseDetail; onDone: () => void }) {
  const owed = item.debts.filter(({ canSettle }) => canSettle)
  return (
    <section className="card" id="debts" tabIndex={-1} aria-label="补交材料" data-testid="settle-debts">
      <h2>需要您补交材料</h2>
      {owed.map((debt) => (
        <OneDebt key={debt.materialKey} item={item} debt={debt} onDone={onDone} />
      ))}
    </section>
  )
}

function OneDebt({ item, debt, onDone }: { item: CaseDetail; debt: Debt; onDone: () => void }) {
  const { message } = App.useApp()
  const [files, setFiles] = useState<UploadedFile[]>([])
  const material = item.materials.find(({ key }) => key === debt.materialKey)
  const work = useCallback(
    (key: string) =>
      api
        .settleDebt(
          item.id,
          debt.materialKey,
          files.map(({ fileId }) => fileId),
          key,
        )
        .then(() => true),
    [item.id, debt.materialKey, files],
  )
  const sending = useOnce(work)
  const problems = sending.error ? problemsOf(sending.error) : []
  if (!material) return null
  const send = async () => {
    if (!(await sending.run())) return
    message.success(`${debt.name}已补交`)
    onDone()
  }
  return (
    <>
      <Alert
        type={debt.status === 'overdue' ? 'error' : 'warning'}
        className="gap-below"
        message={
          debt.status === 'overdue'
            ? `“${debt.name}”已逾期,应于 ${dayText(debt.dueDay)}前补交,请尽快提交`
            : `请在 ${dayText(debt.dueDay)}前补交“${debt.name}”,补齐之前不能作出准予决定`
        }
      />
      {problems.length === 0 && <ErrorNote error={sending.error} />}
      <UploadField
        material={material}
        files={files}
        problem={problemByMaterial(problems)[debt.materialKey]}
        phone={{ kind: 'case', about: item.id }}
        onAdd={(file) => setFiles((now) => [...now, file])}
        onRemove={(fileId) => setFiles((now) => now.filter((file) => file.fileId !== fileId))}
      />
      <Button
        type="primary"
        className="gap-above"
        disabled={files.length === 0}
        loading={sending.busy}
        onClick={() => void send()}
        data-testid={`settle-${debt.materialKey}`}
      >
        提交
      </Button>
    </>
  )
}
