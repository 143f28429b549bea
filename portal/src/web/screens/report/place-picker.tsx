import { AimOutlined } from '@ant-design/icons'
import { Button, Checkbox } from 'antd'
import { useMemo, useState } from 'react'
import { linkagePaths, type CountyMapAnswer, type Position } from '../../api/linkage.ts'
import { CountyMap } from '../../components/county-map.tsx'
import { useResource } from '../../hooks/use-resource.ts'

export type System = 'wgs84' | 'gcj02'

interface PlacePickerProps {
  value: Position | null
  system: System
  onChange(at: Position, system: System): void
}

const LOCATE = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 }

/** Where it is: by one tap from the phone, or by a tap on the map. */
export function PlacePicker({ value, system, onChange }: PlacePickerProps) {
  const { data: county } = useResource<CountyMapAnswer>(linkagePaths.map)
  const [locating, setLocating] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const locate = () => {
    setLocating(true)
    setProblem(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        setLocating(false)
        onChange({ longitude, latitude }, system)
      },
      () => {
        setLocating(false)
        setProblem('没有取得定位,请允许使用位置信息,或者在地图上点选')
      },
      LOCATE,
    )
  }
  const marks = useMemo(() => (value ? [{ id: 'here', ...value, title: '上报位置', kind: 'here' }] : []), [value])
  return (
    <div className="place-picker">
      <Button icon={<AimOutlined />} onClick={locate} loading={locating} data-testid="locate">
        取当前位置
      </Button>
      <span className="quiet" data-testid="position">
        {value ? `${value.longitude.toFixed(5)}, ${value.latitude.toFixed(5)}` : '也可以在地图上点选'}
      </span>
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {county && (
        <div className="place-map">
          {/* What is pressed on our own map is not shifted. */}
          <CountyMap
            county={county}
            marks={marks}
            label="上报位置地图,点按标定位置"
            focus={value}
            onPlace={(at) => onChange(at, 'wgs84')}
          />
        </div>
      )}
      <Checkbox
        checked={system === 'gcj02'}
        onChange={({ target }) => value && onChange(value, target.checked ? 'gcj02' : 'wgs84')}
        disabled={!value}
      >
        本机定位为国测局坐标(GCJ-02)
      </Checkbox>
    </div>
  )
}
