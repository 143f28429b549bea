import { Button, Form, Input, Radio, Select } from 'antd'
import { KIND_TEXTS, LIMIT_TEXTS, type ConsultationKind, type Question } from '../../api/consultations.ts'
import { guidePaths, PUBLIC_PLACE, type PublicCatalogue } from '../../api/guide.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useCounty } from '../../shell/public-shell.tsx'

export type Asked = Question & { name: string; phone: string }

interface Props {
  /** What it is about, where that is settled. */
  about?: { matterKey?: string; caseId?: string; name: string }
  kind?: ConsultationKind
  /** Without an account: who asks, and where he can be reached. */
  isPublic?: boolean
  onSend: (asked: Asked) => Promise<unknown>
}

interface Values {
  kind: ConsultationKind
  matterKey?: string
  organId?: string
  text: string
  name: string
  phone: string
}

/** Ask a question or complain: about what, whom, and the words. */
export function AskForm({ about, kind, isPublic = false, onSend }: Props) {
  const [form] = Form.useForm<Values>()
  const { data } = useResource<PublicCatalogue>(about ? null : guidePaths.catalogue(PUBLIC_PLACE, {}))
  useCounty(data?.tenant.name)
  const chosen = Form.useWatch('kind', form) ?? kind ?? 'consultation'
  const matterKey = Form.useWatch('matterKey', form)
  const { run, busy, error } = useAttempt((values: Values) =>
    onSend({ ...values, ...(about?.matterKey && { matterKey: about.matterKey }), ...(about?.caseId && { caseId: about.caseId }) }),
  )
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: kind ?? 'consultation' }}
      onFinish={(values) => void run(values)}
    >
      <ErrorNote error={error} />
      <Form.Item name="kind" label="类型">
        <Radio.Group
          options={[
            { value: 'consultation', label: '咨询' },
            { value: 'complaint', label: '投诉' },
          ]}
        />
      </Form.Item>
      {about ? (
        <p>
          {KIND_TEXTS[chosen]}对象:<strong>{about.name}</strong>
        </p>
      ) : (
        <>
          <Form.Item name="matterKey" label="有关事项(选填)">
            <Select
              allowClear
              showSearch
              optionFilterProp="label"
              placeholder="不清楚是哪个事项的可以不选"
              options={data?.items.map(({ key, name }) => ({ value: key, label: name }))}
            />
          </Form.Item>
          {!matterKey && (
            <Form.Item name="organId" label="向哪个单位提出(必填)" rules={[{ required: true, message: '请选择单位,或者选择有关事项' }]}>
              <Select placeholder="选择单位" options={data?.ways.organs.map(({ key, name }) => ({ value: key, label: name }))} />
            </Form.Item>
          )}
        </>
      )}
      <Form.Item name="text" label="内容(必填)" rules={[{ required: true, whitespace: true, message: '请填写内容' }]}>
        <Input.TextArea rows={5} maxLength={2000} showCount data-testid="ask-text" />
      </Form.Item>
      {isPublic && (
        <Form.Item name="name" label="姓名(必填)" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
          <Input maxLength={50} autoComplete="name" data-testid="ask-name" />
        </Form.Item>
      )}
      <Form.Item
        name="phone"
        label={isPublic ? '联系电话(必填)' : '联系电话(选填)'}
        rules={[
          { required: isPublic, message: '请填写联系电话' },
          { pattern: /^[\d+ -]{7,20}$/, message: '联系电话只能有数字、加号和连字符,请核对' },
        ]}
      >
        <Input maxLength={20} inputMode="tel" autoComplete="tel" data-testid="ask-phone" />
      </Form.Item>
      <p className="quiet">
        自收到之日起 {LIMIT_TEXTS[chosen]}内答复。
        {chosen === 'complaint' ? '投诉由未参与办理的负责人或者政务办答复,姓名和电话只供答复时联系。' : '姓名和电话只供答复时联系。'}
      </p>
      <Button type="primary" htmlType="submit" loading={busy} data-testid="ask-send">
        提交{KIND_TEXTS[chosen]}
      </Button>
    </Form>
  )
}
