import { applicationOf, type FormShown } from '@lianban/processes/try-out'
import { Button, Checkbox, Empty } from 'antd'
import { useRef, useState } from 'react'
import { formProblems } from './problem.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { TryOutForm, type TryOutFormHandle } from './try-out-form.tsx'
import type { Trial } from './use-try-out.ts'

/** What the applicant does: hand in, supplement, hand in what is owed, ask for a hearing. */
export function ApplicantWork({ trial }: { trial: Trial }) {
  const { session, view } = trial
  const { supplement, settle, hearing, statement } = view.offers
  const [asking, setAsking] = useState<'hearing' | 'statement' | null>(null)
  if (session.state.file === null) return <Submission trial={trial} />
  return (
    <>
      {supplement && <Supplement key={session.commands.length} trial={trial} shown={supplement} />}
      <div className="try-out-actions">
        {settle.map(({ key, name }) => (
          <Button key={key} onClick={() => trial.perform({ type: 'settle', material: key })}>
            补交{name}
          </Button>
        ))}
        {hearing && <Button onClick={() => setAsking('hearing')}>要求听证</Button>}
        {statement && <Button onClick={() => setAsking('statement')}>陈述申辩</Button>}
      </div>
      {!supplement && settle.length === 0 && !hearing && !statement && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="申请人现在没有需要办理的事项" />
      )}
      {asking === 'hearing' && (
        <ReasonDialog
          title="要求听证"
          label="听证的事由"
          onCancel={() => setAsking(null)}
          onConfirm={(reason) => trial.perform({ type: 'request-hearing', reason }) && setAsking(null)}
        />
      )}
      {asking === 'statement' && (
        <ReasonDialog
          title="陈述申辩"
          label="陈述、申辩的内容"
          onCancel={() => setAsking(null)}
          onConfirm={(text) => trial.perform({ type: 'make-statement', text }) && setAsking(null)}
        />
      )}
    </>
  )
}

/** The application with its materials: of each one file is handed in, or none. */
function Submission({ trial }: { trial: Trial }) {
  const { session } = trial
  const { materials, commitment, licenceAct } = session.setup.matter.matter
  const word = licenceAct?.by === 'organ' ? '依职权立案' : '提交申请'
  const form = useRef<TryOutFormHandle>(null)
  const [shown] = useState(() => applicationOf(session.setup))
  const [given, setGiven] = useState(() => materials.filter(({ required }) => required !== 'optional').map(({ key }) => key))
  const [agreed, setAgreed] = useState(false)
  const submit = () => {
    const values = form.current?.check()
    if (!values) return
    const absent = materials.filter(({ key }) => !given.includes(key))
    const promised = commitment && agreed ? absent.map(({ key }) => key).filter((key) => commitment.materials.includes(key)) : undefined
    const deferred = absent.filter(
      ({ key, deferral, required }) => deferral !== null && required !== 'optional' && !promised?.includes(key),
    )
    trial.perform({
      ...{ type: 'submit', form: values, materials: Object.fromEntries(given.map((key) => [key, 1])) },
      ...(deferred.length > 0 && { deferred: deferred.map(({ key }) => key) }),
      ...(promised && { promised }),
    })
  }
  return (
    <article data-testid="submission">
      <h3 className="try-out-step">{word}</h3>
      <TryOutForm ref={form} session={session} shown={shown} problems={formProblems(trial.problem)} />
      {materials.length > 0 && (
        <fieldset className="try-out-materials">
          <legend>提交的材料</legend>
          <Checkbox.Group
            value={given}
            onChange={setGiven}
            options={materials.map(({ key, name, required, deferral }) => ({
              value: key,
              label: `${name}${required === 'optional' ? '(可不交)' : deferral ? '(可以容缺后补)' : ''}`,
            }))}
          />
          {commitment && (
            <Checkbox checked={agreed} onChange={({ target }) => setAgreed(target.checked)}>
              以告知承诺方式办理,承诺可以代替的材料不交
            </Checkbox>
          )}
        </fieldset>
      )}
      <div className="try-out-actions">
        <Button type="primary" onClick={submit} data-testid="try-out-submit">
          {word}
        </Button>
      </div>
    </article>
  )
}

function Supplement({ trial, shown }: { trial: Trial; shown: FormShown }) {
  const { materials } = trial.session.setup.matter.matter
  const form = useRef<TryOutFormHandle>(null)
  const [given, setGiven] = useState<string[]>([])
  const hand = () => {
    const values = form.current?.check()
    if (!values) return
    // What may not be changed stays as it was handed in.
    const whole = { ...shown.values, ...values }
    trial.perform({ type: 'supplement', form: whole, materials: Object.fromEntries(given.map((key) => [key, 1])) })
  }
  return (
    <article data-testid="supplement">
      <h3 className="try-out-step">补正</h3>
      <TryOutForm ref={form} session={trial.session} shown={shown} problems={formProblems(trial.problem)} />
      <fieldset className="try-out-materials">
        <legend>补交的材料</legend>
        <Checkbox.Group value={given} onChange={setGiven} options={materials.map(({ key, name }) => ({ value: key, label: name }))} />
      </fieldset>
      <div className="try-out-actions">
        <Button type="primary" onClick={hand}>
          提交补正
        </Button>
      </div>
    </article>
  )
}
