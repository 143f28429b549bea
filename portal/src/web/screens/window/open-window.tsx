import { Button, Checkbox, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import type { WindowDesk } from '../../api/window.ts'
import { EmptyState } from '../../components/empty-state.tsx'

interface Place {
  hallId: string
  window: number
  classes: string[]
}

/** Kept on this computer, which stands at one window: the number is the same tomorrow. */
const LAST_PLACE = 'lianban.window'

/** Which window this is, and for which classes of business it is open. */
export function OpenWindow({
  halls,
  onOpen,
  busy,
}: {
  halls: WindowDesk['halls']
  onOpen: (place: Place) => Promise<void>
  busy: boolean
}) {
  const [last] = useState(lastPlace)
  const [form] = Form.useForm<Place>()
  const hallId = Form.useWatch('hallId', form) ?? last?.hallId ?? halls[0]?.id
  const hall = halls.find(({ id }) => id === hallId)
  if (halls.length === 0)
    return (
      <div className="page">
        <EmptyState title="还没有设置服务大厅">由主管在“服务大厅”中设置业务类别和窗口后,即可在这里开放窗口叫号</EmptyState>
      </div>
    )
  const initial = last && halls.some(({ id }) => id === last.hallId) ? last : { hallId: halls[0]!.id, window: 1, classes: [] }
  const open = async (place: Place) => {
    localStorage.setItem(LAST_PLACE, JSON.stringify(place))
    await onOpen(place)
  }
  return (
    <div className="page window-open">
      <div className="page-head">
        <h1 className="grow">开放窗口</h1>
      </div>
      <section className="card">
        <Form<Place> form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={(place) => void open(place)}>
          <Form.Item name="hallId" label="服务大厅(必填)" hidden={halls.length === 1}>
            <Select options={halls.map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
          {hall && <p className="quiet">{hall.name}</p>}
          <Form.Item name="window" label="窗口号(必填)" rules={[{ required: true, message: '请填写窗口号' }]}>
            <InputNumber min={1} max={hall?.windows} precision={0} autoFocus data-testid="window-number" />
          </Form.Item>
          <Form.Item name="classes" label="受理的业务类别(必选)" rules={[{ validator: oneAtLeast }]}>
            <Checkbox.Group options={hall?.classes.map(({ letter, name }) => ({ value: letter, label: `${letter} ${name}` })) ?? []} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={busy} data-testid="open-window">
            开放窗口
          </Button>
        </Form>
      </section>
    </div>
  )
}

/** Said by itself: what antd makes of a required list is no attribute of a group of boxes. */
const oneAtLeast = (_: unknown, classes: string[] | undefined): Promise<void> =>
  classes?.length ? Promise.resolve() : Promise.reject(new Error('请至少选择一类业务'))

function lastPlace(): Place | null {
  try {
    return JSON.parse(localStorage.getItem(LAST_PLACE) ?? 'null') as Place | null
  } catch {
    return null
  }
}
