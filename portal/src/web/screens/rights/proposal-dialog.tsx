import { Alert, App, Button, Form, Input, Modal, Radio, Select } from 'antd'
import { useCallback } from 'react'
import { rightsApi, type ListedRule, type Rule, type Vocabulary } from '../../api/rights.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useOnce } from '../../hooks/use-once.ts'
import { sentenceOf, wordsOf } from './words.ts'

interface Props {
  /** null: a new rule. */
  rule: ListedRule | null
  vocabulary: Vocabulary
  onClose: () => void
  onProposed: () => void
}

type Fields = Omit<Rule, 'actions'> & { actions: string[]; reason: string }
type Proposal = { put: Rule[]; remove: string[]; reason: string }

/** One rule changed, added or removed, with the reason: goes to a second person. */
export function ProposalDialog({ rule, vocabulary, onClose, onProposed }: Props) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const work = useCallback((_key: string, proposal: Proposal) => rightsApi.propose(proposal), [])
  const { run, busy, error } = useOnce(work)
  const send = async (proposal: Proposal) => {
    if (!(await run(proposal))) return
    message.success('已提出,待另一名安全管理员确认后生效')
    onProposed()
    onClose()
  }
  const put = async () => {
    const { reason, actions, ...fields } = await form.validateFields()
    await send({ put: [{ ...fields, actions: actions.join('|') }], remove: [], reason })
  }
  const remove = async () => {
    const { reason } = await form.validateFields(['reason'])
    await send({ put: [], remove: [rule!.id], reason: reason as string })
  }
  return (
    <Modal
      open
      width={640}
      title={rule ? `修改规则 ${rule.id}` : '新增规则'}
      maskClosable={false}
      onCancel={onClose}
      footer={[
        rule && (
          <Button key="remove" danger disabled={busy} onClick={() => void remove()} className="footer-start">
            提出删除
          </Button>
        ),
        <Button key="cancel" onClick={onClose}>
          取消
        </Button>,
        <Button key="ok" type="primary" loading={busy} onClick={() => void put()} data-testid="propose">
          提出修改
        </Button>,
      ]}
    >
      <ErrorNote error={error} />
      <Form form={form} layout="vertical" initialValues={initial(rule)} requiredMark={false}>
        {!rule && (
          <Form.Item
            name="id"
            label="规则名(必填)"
            extra="以字母开头,用小写字母、数字和连字符,今后在决定和日志中显示"
            rules={[{ required: true, pattern: /^[a-z][a-z0-9-]{2,63}$/, message: '如 supervisor-case-read' }]}
          >
            <Input maxLength={64} />
          </Form.Item>
        )}
        <div className="form-row">
          <Form.Item name="role" label="谁(必填)" rules={[{ required: true, message: '请选择岗位' }]}>
            <Select showSearch optionFilterProp="label" options={options(vocabulary.roles)} />
          </Form.Item>
          <Form.Item name="effect" label="可以或不得">
            <Radio.Group
              options={[
                { value: 'allow', label: '可以' },
                { value: 'deny', label: '不得' },
              ]}
            />
          </Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name="type" label="对什么(必填)" rules={[{ required: true, message: '请选择资源' }]}>
            <Select
              showSearch
              optionFilterProp="label"
              options={options(vocabulary.types)}
              onChange={() => form.setFieldValue('actions', [])}
            />
          </Form.Item>
          <Form.Item noStyle shouldUpdate={(a: Fields, b: Fields) => a.type !== b.type}>
            {() => (
              <Form.Item name="actions" label="做什么(必填)" rules={[{ required: true, message: '请选择操作' }]}>
                <Select mode="multiple" optionFilterProp="label" options={actionsOf(vocabulary, form.getFieldValue('type') as string)} />
              </Form.Item>
            )}
          </Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name="scope" label="数据范围">
            <Select options={options(vocabulary.scopes)} />
          </Form.Item>
          <Form.Item name="condition" label="条件">
            <Select showSearch optionFilterProp="label" options={options(vocabulary.conditions)} />
          </Form.Item>
        </div>
        <Form.Item name="reason" label="理由(必填)" rules={[{ required: true, whitespace: true, message: '请写明理由,确认人据此判断' }]}>
          <Input.TextArea rows={2} maxLength={500} showCount />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {() => <Preview fields={form.getFieldsValue()} rule={rule} vocabulary={vocabulary} />}
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Preview({ fields, rule, vocabulary }: { fields: Partial<Fields>; rule: ListedRule | null; vocabulary: Vocabulary }) {
  const words = wordsOf(vocabulary)
  const { role, type, actions = [], scope, condition, effect } = fields
  if (!role || !type || actions.length === 0 || !scope || !condition || !effect) return null
  const after = sentenceOf({ id: '', role, type, actions: actions.join('|'), scope, condition, effect }, words)
  return <Alert type="info" message={after} description={rule ? `原规则:${sentenceOf(rule, words)}` : '确认后立即生效,并记入监察日志'} />
}

const options = (list: { id: string; label: string }[]) => list.map(({ id, label }) => ({ value: id, label }))

function actionsOf(vocabulary: Vocabulary, type: string | undefined) {
  const own = vocabulary.types.find(({ id }) => id === type)?.actions ?? []
  const some = own.length > 0 ? own : vocabulary.types.flatMap(({ actions }) => actions)
  const unique = [...new Map(some.map((one) => [one.id, one])).values()]
  return [...options(unique), { value: '*', label: '全部操作' }, ...(type === 'task' ? stepOptions(vocabulary) : [])]
}

const stepOptions = ({ steps }: Vocabulary) => [
  { value: 'complete:*', label: '办理各环节' },
  ...steps.map(({ elementId, label }) => ({ value: `complete:${elementId}`, label: `办理${label}` })),
]

const initial = (rule: ListedRule | null): Partial<Fields> =>
  rule ? { ...rule, actions: rule.actions.split('|') } : { effect: 'allow', scope: 'organ', condition: 'always', actions: [] }
