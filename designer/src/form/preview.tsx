import { type FieldAccess, type FileValue, type FormSchema, type FormValues, type OptionsSource } from '@lianban/forms'
import { FormView, LianbanForm, NarrowContext, useWidth } from '@lianban/forms/react'
import { Alert, Button, Segmented, Select } from 'antd'
import { useRef, useState } from 'react'

/** A step of the procedure with the rights of the person who acts there. */
export interface PreviewStep {
  id: string
  name: string
  access: FieldAccess
}

const DEVICES = [
  { label: '桌面 1366', value: 1366 },
  { label: '平板 768', value: 768 },
  { label: '手机 375', value: 375 },
]
/** Below this width labels stand above the inputs, as on a real phone. */
const NARROW_PX = 768
const PAPER_PADDING_PX = 24

interface PreviewProps {
  schema: FormSchema
  steps: readonly PreviewStep[]
  optionsSource?: OptionsSource
}

/** The form as it will be filled in, with the real checks; nothing is kept. */
export function Preview({ schema, steps, optionsSource }: PreviewProps) {
  const [device, setDevice] = useState(1366)
  const [stepId, setStep] = useState<string>()
  const [handed, setHanded] = useState<FormValues | null>(null)
  const [round, setRound] = useState(0)
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room)
  const step = steps.find((it) => it.id === stepId)
  const scale = width === null ? 1 : Math.min(1, (width - 2 * PAPER_PADDING_PX) / device)
  const again = () => {
    setHanded(null)
    setRound(round + 1)
  }
  return (
    <div className="lb-form-preview" ref={room}>
      <div className="lb-form-preview-bar">
        <Segmented aria-label="设备" value={device} options={DEVICES} onChange={setDevice} />
        {steps.length > 0 && (
          <Select
            aria-label="环节"
            className="lb-form-step"
            value={stepId ?? ''}
            options={[{ label: '全部字段可填', value: '' }, ...steps.map((it) => ({ label: `环节:${it.name}`, value: it.id }))]}
            onChange={(id) => {
              setStep(id === '' ? undefined : id)
              again()
            }}
          />
        )}
        <Button onClick={again}>重新填写</Button>
        {scale < 1 && <span className="lb-form-hint">按 {Math.round(scale * 100)}% 缩小显示</span>}
      </div>
      <div className="lb-form-frame" style={{ width: device, zoom: scale }}>
        <NarrowContext.Provider value={device < NARROW_PX}>
          {handed === null ? (
            <LianbanForm
              key={`${device} ${round}`}
              schema={schema}
              access={step?.access}
              layout={device < NARROW_PX ? 'above' : 'left'}
              submitText="提交(试填)"
              uploadFile={keepHere}
              optionsSource={optionsSource}
              onSubmit={setHanded}
            />
          ) : (
            <>
              <Alert type="success" showIcon message="校验通过。以下是提交的内容,试填不保存" className="lb-form-passed" />
              <FormView schema={schema} values={handed} access={step?.access} optionsSource={optionsSource} />
            </>
          )}
        </NarrowContext.Provider>
      </div>
    </div>
  )
}

/** A file stays in the browser: its name and size are enough to try the form out. */
function keepHere(file: File): Promise<FileValue> {
  return Promise.resolve({ fileId: `preview-${file.name}`, name: file.name, size: file.size })
}
