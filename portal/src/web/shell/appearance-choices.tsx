import { Segmented, Switch } from 'antd'
import { useAppearance, type ModeChoice } from '../appearance.tsx'
import { LANGUAGES, useTranslation, type Language } from '../i18n.ts'

const CHOICES: { value: ModeChoice; label: string }[] = [
  { value: 'system', label: '跟随系统' },
  { value: 'light', label: '浅色' },
  { value: 'dark', label: '深色' },
]

/** Light, dark, large type, language. */
export default function AppearanceChoices() {
  const { t } = useTranslation()
  const { choice, largeType, language, choose, setLargeType, setLanguage } = useAppearance()
  const choices = CHOICES.map(({ value, label }) => ({ value, label: t(label) }))
  return (
    <div className="stack">
      <Segmented<ModeChoice> options={choices} value={choice} onChange={choose} aria-label={t('颜色')} />
      <label className="spread">
        {t('大字显示')}
        <Switch checked={largeType} onChange={setLargeType} data-testid="large-type" />
      </label>
      <Segmented<Language> options={LANGUAGES} value={language} onChange={setLanguage} aria-label="语言 Language" data-testid="language" />
      <span className="quiet">{t('时间按北京时间(UTC+8)显示')}</span>
    </div>
  )
}
