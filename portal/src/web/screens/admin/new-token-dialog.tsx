import { Checkbox, Form, Input, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { api, paths } from '../../api/api.ts'
import type { ApiTokenOptions, NewApiToken } from '../../api/api-tokens.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { ShownOnce } from '../../components/shown-once.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import './new-token-dialog.css'

const DEFAULT_DAYS = 180
const MAX_DAYS = 366

/** A token with as little as is needed; once made, it is shown this once. */
export function NewTokenDialog({ onClose, onCreated }: { onClose: () => void; onCreated: () => void }) {
  const [form] = Form.useForm<NewApiToken>()
  const [token, setToken] = useState<string | null>(null)
  const options = useResource<ApiTokenOptions>(paths.apiTokenOptions)
  const { run, busy, error } = useAttempt(async (given: NewApiToken) => {
    setToken((await api.createApiToken(given)).token)
    onCreated()
  })
  if (token !== null) return <TokenShown token={token} onClose={onClose} />
  return (
    <Modal
      open
      title="发放接口令牌"
      okText="发放"
      cancelText="取消"
      width={560}
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      maskClosable={false}
    >
      <ErrorNote error={error ?? options.error} />
      <Form<NewApiToken>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ topics: [], rights: [], addresses: [], days: DEFAULT_DAYS }}
        onFinish={(given) => void run(given)}
      >
        <Form.Item name="name" label="名称(必填)" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
          <Input maxLength={64} placeholder="如:不动产登记系统对接" data-testid="token-name" />
        </Form.Item>
        <Form.Item name="organId" label="使用单位(必填)" rules={[{ required: true, message: '请选择使用单位' }]}>
          <Select
            showSearch
            optionFilterProp="label"
            options={options.data?.organs.map(({ id, name }) => ({ value: id, label: name }))}
            data-testid="token-organ"
          />
        </Form.Item>
        <Form.Item name="topics" label="可领取的任务主题" extra="流程中外部任务的主题(topic),可输入多个,回车分隔">
          <Select mode="tags" options={options.data?.topics.map((topic) => ({ value: topic, label: topic }))} data-testid="token-topics" />
        </Form.Item>
        <Form.Item name="rights" label="其他权限(一般不需要)">
          <Checkbox.Group className="token-rights" options={options.data?.rights.map(({ key, name }) => ({ value: key, label: name }))} />
        </Form.Item>
        <Form.Item name="addresses" label="限定地址(可不填)" extra="只能从这些地址使用,如 10.2.0.0/16;可输入多个,回车分隔">
          <Select mode="tags" open={false} suffixIcon={null} data-testid="token-addresses" />
        </Form.Item>
        <Form.Item name="days" label="有效天数(必填)" rules={[{ required: true, message: '请填写有效天数' }]}>
          <InputNumber min={1} max={MAX_DAYS} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

const TokenShown = ({ token, onClose }: { token: string; onClose: () => void }) => (
  <ShownOnce
    title="令牌已发放"
    label="令牌"
    note="令牌只显示这一次,请立即复制并通过安全的途径交给使用方"
    okText="已交付使用方"
    testId="token-value"
    secret={token}
    onClose={onClose}
  />
)
