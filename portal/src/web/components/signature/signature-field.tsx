import { EditOutlined } from '@ant-design/icons'
import type { SignaturePadHandle } from '@lianban/forms/react'
import { Button, Radio } from 'antd'
import { forwardRef, lazy, Suspense, useImperativeHandle, useRef, useState } from 'react'
import { paths } from '../../api/api.ts'
import { signatureApi, signaturePaths, type KeptSignature } from '../../api/signatures.ts'
import { useResource } from '../../hooks/use-resource.ts'
import './signature.css'

const SignaturePad = lazy(async () => ({ default: (await import('@lianban/forms/react')).SignaturePad }))

export interface SignatureHandle {
  isSigned: () => boolean
  /** The id to send with the completion, the same until something else is written; undefined: not signed. @throws ApiError */
  take: () => Promise<string | undefined>
}

interface Props {
  required: boolean
  /** Who signs where it is not whoever does the step. */
  signedBy: string | null
  problem?: string
  onSigned: () => void
}

/** The place of a dialog where a step is signed: anew, or with the signature that the person keeps. */
export const SignatureField = forwardRef<SignatureHandle, Props>(function SignatureField({ required, signedBy, problem, onSigned }, ref) {
  const { data } = useResource<{ signature: KeptSignature | null }>(signedBy === null ? signaturePaths.kept : null)
  const kept = data?.signature ?? null
  const [chosen, setChosen] = useState<'write' | 'kept' | null>(null)
  // What is kept is one key away; without being asked for it signs only where a signature must be. Where none must be, the
  // pad takes no room before somebody wants it.
  const way = chosen ?? (required ? (kept ? 'kept' : 'write') : null)
  const pad = useRef<SignaturePadHandle>(null)
  const written = useRef<string | undefined>(undefined)

  useImperativeHandle(ref, () => ({
    isSigned: () => (way === 'kept' ? kept !== null : pad.current?.isEmpty() === false),
    take: async () => {
      if (way === 'kept') return kept?.fileId
      const picture = await pad.current?.picture()
      if (!picture) return undefined
      return (written.current ??= await signatureApi.write(picture))
    },
  }))

  return (
    <div className="gap-above" role="group" aria-labelledby="signature-label" data-testid="signature-field">
      <div className="spread signature-head">
        <span id="signature-label" className="nowrap">
          {signedBy ? `${signedBy}签名` : '手写签名'}{' '}
          {required ? <span className="required-word">(必填)</span> : <span className="quiet">(可不签)</span>}
        </span>
        {kept && (
          <Radio.Group
            size="small"
            value={way}
            onChange={({ target }) => {
              setChosen(target.value as 'write' | 'kept')
              onSigned()
            }}
            aria-label="签名方式"
          >
            <Radio value="kept" data-testid="signature-kept">
              使用保存的签名
            </Radio>
            <Radio value="write">重新书写</Radio>
          </Radio.Group>
        )}
      </div>
      {way === null && !kept && (
        <Button icon={<EditOutlined />} onClick={() => setChosen('write')} data-testid="signature-open">
          书写签名
        </Button>
      )}
      {way === 'kept' && kept && <img className="signature-image" src={paths.file(kept.fileId)} alt="您保存的签名" />}
      {way === 'write' && (
        <Suspense fallback={<div className="signature-paper" />}>
          <SignaturePad
            ref={pad}
            label={signedBy ? `由${signedBy}在此签名` : '在此签名'}
            onChange={() => {
              written.current = undefined
              onSigned()
            }}
          />
        </Suspense>
      )}
      {problem && (
        <div className="field-problem" role="alert">
          {problem}
        </div>
      )}
    </div>
  )
})
