// The device's switches, the people, the language, and the way out.
import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { chooseLanguage, language } from '@meguri/shared/texts';
import { Button, Icon, play, type IconName } from '@meguri/shared/ui';
import { speak, useSwitch } from '../device.ts';
import { PageTitle, ShopPage } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { T, t } from './texts.ts';
import './settings.css';

export function SettingsPage(): VNode {
  const shop = useShop();
  const [sound, setSound] = useSwitch('sound');
  const [voice, setVoice] = useSwitch('voice');
  return (
    <ShopPage tab="settings">
      <div class="narrow stack">
        <PageTitle title={t('settings.title')} />
        <section class="card settings">
          <Toggle icon="sound" name={t('settings.sound')} on={sound} onToggle={() => setSound(!sound)} />
          <Toggle
            icon="speak"
            name={t('settings.voice')}
            on={voice}
            onToggle={() => {
              setVoice(!voice);
              if (!voice) speak(t('voice.sample'), language());
            }}
          />
          <button class="setting" type="button" onClick={() => play('received')}>
            <Icon name="sound" />
            <span class="setting-words">{t('settings.try')}</span>
          </button>
        </section>
        <section class="card settings">
          {shop.takesMoney && (
            <a class="setting" href={to('/own-code')}>
              <Icon name="code" />
              <span class="setting-words">{t('settings.own_code')}</span>
              <Icon name="chevron" size={18} />
            </a>
          )}
          <a class="setting" href={to('/staff')}>
            <Icon name="people" />
            <span class="setting-words">
              {t('settings.staff')}
              <span class="quiet">{t('settings.staff_note')}</span>
            </span>
            <Icon name="chevron" size={18} />
          </a>
          <button class="setting" type="button" onClick={() => chooseLanguage(language() === 'en' ? 'ja' : 'en')}>
            <Icon name="menu" />
            <span class="setting-words">{t('settings.language')}</span>
            <span lang={language() === 'en' ? 'ja' : 'en'}>{t(language() === 'en' ? 'settings.japanese' : 'settings.english')}</span>
          </button>
          <a class="setting" href={to('/install')}>
            <Icon name="home" />
            <span class="setting-words">{t('settings.install')}</span>
            <Icon name="chevron" size={18} />
          </a>
          <a class="setting" href={to('/help')}>
            <Icon name="help" />
            <span class="setting-words">
              {t('settings.help')}
              <span class="quiet">
                {shop.info.city} {shop.info.telephone}
              </span>
            </span>
            <Icon name="chevron" size={18} />
          </a>
        </section>
        <p class="quiet settings-who phrases">
          <T k="settings.signed_in" v={{ name: shop.staffName }} />
        </p>
        <Button kind="plain" icon="sign_out" onClick={() => void shop.signOut()}>
          {t('settings.sign_out')}
        </Button>
      </div>
    </ShopPage>
  );
}

interface ToggleProps {
  icon: IconName;
  name: string;
  on: boolean;
  onToggle: () => void;
}

function Toggle({ icon, name, on, onToggle }: ToggleProps): VNode {
  return (
    <button class="setting" type="button" role="switch" aria-checked={on ? 'true' : 'false'} onClick={onToggle}>
      <Icon name={icon} />
      <span class="setting-words">{name}</span>
      <span class={`switch${on ? ' switch-on' : ''}`} aria-hidden="true">
        {t(on ? 'settings.on' : 'settings.off')}
      </span>
    </button>
  );
}
