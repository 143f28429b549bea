import { Button, Popconfirm } from 'antd'
import type { Draft } from '../../hooks/use-draft.ts'
import { clockText, dayOf, minuteText } from '../../time.ts'

/** Says that the draft is kept, where and since when, and lets it be thrown away (a shared computer). */
export function DraftNote<T>({ draft, onCleared }: { draft: Draft<T>; onCleared: () => void }) {
  if (draft.failed) return <span role="status">本设备不能自动保存草稿,请不要关闭页面</span>
  if (draft.savedAt === null) return <span>填写内容会自动保存在本设备</span>
  const today = dayOf(draft.savedAt) === dayOf(performance.timeOrigin)
  return (
    <span role="status" data-testid="draft-saved">
      已自动保存 {today ? clockText(draft.savedAt) : minuteText(draft.savedAt)}
      <Popconfirm
        title="清除草稿"
        description="已填写的内容和已上传的文件将不再保留"
        okText="清除"
        okButtonProps={{ danger: true }}
        onConfirm={() => {
          draft.clear()
          onCleared()
        }}
      >
        <Button type="link" size="small">
          清除草稿
        </Button>
      </Popconfirm>
    </span>
  )
}
