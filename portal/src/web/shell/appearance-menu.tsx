import { FontSizeOutlined } from '@ant-design/icons'
import { Button, Popover, Segmented, Switch } from 'antd'
import { useAppearance, type ModeChoice } from '../appearance.tsx'

const CHOICES: { value: ModeChoice; label: string }[] = [
  { value: 'system', label: '跟随系统' },
  { value: 'light', label: '浅色' },
  { value: 'dark', label: '深色' },
]

/** Light, dark, large type. */
export function AppearanceMenu() {
  const { choice, largeType, choose, setLargeType } = useAppearance()
  const content = (
    <div className="stack">
      <Segmented<ModeChoice> options={CHOICES} value={choice} onChange={choose} aria-label="颜色" />
      <label className="spread">
        大字显示
        <Switch checked={largeType} onChange={setLargeType} data-testid="large-type" />
      </label>
    </div>
  )
  return (
    <Popover content={content} trigger="click" placement="bottomRight" arrow={false}>
      <Button type="text" icon={<FontSizeOutlined />} aria-label="显示设置" title="显示设置" data-testid="appearance" />
    </Popover>
  )
}
