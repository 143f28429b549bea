import { SignaturePad, type SignaturePadHandle } from '@lianban/forms/react'
import { App, Button, Popconfirm, Space } from 'antd'
import { useRef, useState } from 'react'
import { paths } from '../../api/api.ts'
import { signatureApi, signaturePaths, type KeptSignature } from '../../api/signatures.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { momentText } from '../../time.ts'
import { ProofDialog } from './proof-dialog.tsx'

/** The signature that a person keeps to sign with again; nobody else sees it here. */
export function SignatureSection() {
  const { message } = App.useApp()
  const { data, error, reload } = useResource<{ signature: KeptSignature | null }>(signaturePaths.kept)
  const act = useAct(reload)
  const [writing, setWriting] = useState(false)
  const [proving, setProving] = useState(false)
  const pad = useRef<SignaturePadHandle>(null)
  const kept = data?.signature
  const ask = () => (pad.current?.isEmpty() === false ? setProving(true) : void message.warning('请先书写签名'))
  return (
    <section className="card" aria-label="手写签名">
      <h2>手写签名</h2>
      <p className="quiet">
        需要手写签名的环节可以当场书写,也可以使用这里保存的签名。保存的签名只有您本人能看到;用它签署后,签名随意见进入办件。
      </p>
      {error && !data && <ErrorResult error={error} onRetry={reload} />}
      {kept && !writing && (
        <>
          <img className="signature-image" src={paths.file(kept.fileId)} alt="您保存的签名" data-testid="kept-signature" />
          <p className="quiet">保存于 {momentText(kept.keptAt)}</p>
        </>
      )}
      {writing && <SignaturePad ref={pad} label="在此书写要保存的签名" onChange={() => {}} />}
      {data && (
        <Space className="gap-above">
          {writing ? (
            <>
              <Button type="primary" onClick={ask} data-testid="keep-signature">
                保存签名
              </Button>
              <Button onClick={() => setWriting(false)}>取消</Button>
            </>
          ) : (
            <Button onClick={() => setWriting(true)} data-testid="write-signature">
              {kept ? '更换签名' : '书写并保存签名'}
            </Button>
          )}
          {kept && !writing && (
            <Popconfirm
              title="删除保存的签名"
              description="已经签署的意见不受影响"
              okText="删除"
              cancelText="取消"
              okButtonProps={{ danger: true }}
              onConfirm={() => void act(() => signatureApi.forget(), '保存的签名已删除')}
            >
              <Button danger>删除</Button>
            </Popconfirm>
          )}
        </Space>
      )}
      {proving && (
        <ProofDialog
          title="保存手写签名"
          text="请输入登录密码,确认由您本人保存。"
          okText="保存"
          withCode={false}
          onProof={async ({ password }) => {
            await signatureApi.keep(await signatureApi.write((await pad.current!.picture())!), password)
            message.success('签名已保存')
            setWriting(false)
            reload()
          }}
          onClose={() => setProving(false)}
        />
      )}
    </section>
  )
}
