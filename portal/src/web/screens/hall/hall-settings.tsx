import { Button, Form, Input, InputNumber, Modal, Select } from 'antd'
import { newKey } from '../../api/new-key.ts'
import { windowApi, type Hall } from '../../api/window.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useSession } from '../../session.tsx'
import './hall.css'

/** How a hall is set up: its classes of business, its windows, in which order numbers are called, what its card readers type. */
export function HallSettingsDialog({ hall, onClose, onSaved }: { hall: Hall; onClose: () => void; onSaved: () => void }) {
  const [form] = Form.useForm<Hall>()
  const { user } = useSession()
  const { run, busy, error } = useAttempt(async (given: Hall) => {
    // A new hall is run by the organ of whoever sets it up.
    const place = hall.version === 0 ? { id: newKey().slice(0, 16).toLowerCase(), organId: user.posts[0]!.organId } : hall
    await windowApi.changeHall({ ...given, id: place.id, organId: place.organId, version: hall.version })
    onSaved()
  })
  return (
    <Modal
      open
      width={640}
      title={hall.version === 0 ? '新建大厅' : `修改${hall.name}`}
      okText="保存"
      cancelText="取消"
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      maskClosable={false}
    >
      <ErrorNote error={error} />
      <Form<Hall> form={form} layout="vertical" requiredMark={false} initialValues={hall} onFinish={(given) => void run(given)}>
        <Form.Item name="name" label="名称(必填)" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item label="业务类别" extra="字母是排队号的开头,如 A012;当日已取的号不受修改影响">
          <Form.List name={['settings', 'classes']}>
            {(fields, { add, remove }) => (
              <>
                {fields.map(({ key, name }) => (
                  <div key={key} className="hall-class gap-below">
                    <Form.Item name={[name, 'letter']} noStyle rules={[{ required: true, pattern: /^[A-Z]$/, message: '字母应为 A 至 Z' }]}>
                      <Input maxLength={1} style={{ width: 56 }} aria-label="字母" />
                    </Form.Item>
                    <Form.Item name={[name, 'name']} noStyle rules={[{ required: true, message: '请填写业务名称' }]}>
                      <Input maxLength={30} aria-label="业务名称" />
                    </Form.Item>
                    <Button onClick={() => remove(name)} disabled={fields.length === 1}>
                      删除
                    </Button>
                  </div>
                ))}
                <Button onClick={() => add({ letter: '', name: '' })}>增加一类</Button>
              </>
            )}
          </Form.List>
        </Form.Item>
        <Form.Item name={['settings', 'windows']} label="窗口数">
          <InputNumber min={1} max={200} precision={0} />
        </Form.Item>
        <Form.Item
          name={['settings', 'ordinaryPerPriority']}
          label="每叫几个普通号叫 1 个优先号"
          extra="两种号都有人等候时按此交替,各按取号先后;0 表示优先号一律在先"
        >
          <InputNumber min={0} max={20} precision={0} />
        </Form.Item>
        <Form.Item name={['settings', 'reader', 'format']} label="身份证读卡器输入的内容">
          <Select
            options={[
              { value: 'number', label: '只有号码' },
              { value: 'fields', label: '多项内容,用符号隔开' },
            ]}
          />
        </Form.Item>
        <div className="row">
          <Form.Item name={['settings', 'reader', 'separator']} label="隔开的符号">
            <Select
              options={[
                { value: '|', label: '竖线' },
                { value: '\t', label: '制表符' },
                { value: ',', label: '逗号' },
              ]}
            />
          </Form.Item>
          <Form.Item name={['settings', 'reader', 'fields', 'name']} label="姓名的位置(从 0 起)">
            <InputNumber min={0} max={20} precision={0} />
          </Form.Item>
          <Form.Item name={['settings', 'reader', 'fields', 'number']} label="号码的位置(从 0 起)">
            <InputNumber min={0} max={20} precision={0} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  )
}
