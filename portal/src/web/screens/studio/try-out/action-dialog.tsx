import type { SignaturePadHandle } from '@lianban/forms/react'
import type { ActionChoice } from '@lianban/processes/try-out'
import { Checkbox, Modal } from 'antd'
import { lazy, Suspense, useRef, useState } from 'react'
import { fieldsProblems } from './problem.ts'
import { TryOutForm, type TryOutFormHandle } from './try-out-form.tsx'
import type { Trial } from './use-try-out.ts'

const SignaturePad = lazy(async () => ({ default: (await import('@lianban/forms/react')).SignaturePad }))

/** What an action asks for besides the step's form. */
export interface Asked {
  fields?: Record<string, unknown>
  signature?: string | true
}

interface Props {
  trial: Trial
  action: ActionChoice
  onCancel: () => void
  onConfirm: (asked: Asked) => void
}

/** The action's own fields, and the signature by hand where the step is signed. */
export function ActionDialog({ trial, action, onCancel, onConfirm }: Props) {
  const fields = useRef<TryOutFormHandle>(null)
  const pad = useRef<SignaturePadHandle>(null)
  const [shown] = useState(() => action.fields && { schema: action.fields, access: { '*': 'write' as const }, values: {} })
  const [isTried, setTried] = useState(false)
  const [isSample, setSample] = useState(false)
  const problem = isTried ? trial.problem : null
  const confirm = async () => {
    const values = shown ? fields.current?.check() : undefined
    if (values === null) return
    const signature = isSample ? true : await pictureOf(pad.current)
    setTried(true)
    onConfirm({ ...(values && { fields: values }), ...(signature && { signature }) })
  }
  return (
    <Modal
      open
      title={action.label}
      width={shown ? 760 : 560}
      okText={`确认${action.label}`}
      okButtonProps={{ danger: action.kind === 'danger' }}
      cancelText="取消"
      onCancel={onCancel}
      onOk={() => void confirm()}
    >
      {shown && <TryOutForm ref={fields} session={trial.session} shown={shown} problems={fieldsProblems(problem)} />}
      {action.signature !== 'none' && (
        <div role="group" aria-labelledby="try-out-signature" className="gap-above" data-testid="try-out-signature">
          <div className="spread">
            <span id="try-out-signature">
              {action.signedBy ? `${action.signedBy}签名` : '手写签名'}{' '}
              {action.signature === 'required' ? <span className="required-word">(必填)</span> : <span className="quiet">(可不签)</span>}
            </span>
            <Checkbox checked={isSample} onChange={({ target }) => setSample(target.checked)} data-testid="sample-signature">
              使用示例签名
            </Checkbox>
          </div>
          {!isSample && (
            <Suspense fallback={null}>
              <SignaturePad ref={pad} label={action.signedBy ? `由${action.signedBy}在此签名` : '在此签名'} onChange={() => undefined} />
            </Suspense>
          )}
        </div>
      )}
      {problem && (
        <p className="field-problem" role="alert">
          {problem.message}
        </p>
      )}
    </Modal>
  )
}

/** Nothing leaves the browser: the picture goes along with the command. */
async function pictureOf(pad: SignaturePadHandle | null): Promise<string | undefined> {
  const picture = await pad?.picture()
  if (!picture) return undefined
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.onerror = () => reject(new Error('the picture of a signature could not be read'))
    reader.readAsDataURL(picture)
  })
}
