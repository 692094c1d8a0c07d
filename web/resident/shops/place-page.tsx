// One place of the directory: what can be used there, when it is open, how to reach it.
import type { ComponentChildren, VNode } from 'preact';
import { serverNow } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayWithWeekday } from '@meguri/shared/texts';
import { Button, EmptyState, Icon, NorenTile, Page, Skeleton, Stamp, stampOf, Trouble, type IconName } from '@meguri/shared/ui';
import { ResidentBar } from '../pages/resident-bar.tsx';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { t, T } from '../texts/shops/index.ts';
import { useGuidePlace, type GuidePlace, type PlaceDirectory } from './guide.ts';
import { weekdayOf, weekOf } from './opening.ts';
import { OpenLine } from './shop-line.tsx';
import './shops.css';

export function PlacePage({ id }: { id: string }): VNode {
  const { info, person } = useCity();
  const found = useGuidePlace(id);
  const gone = found.problem?.refusal === 'not_found';
  const place = found.data;
  const title = place ? place.place.name : t(gone ? 'shops.title' : 'page.loading');
  return (
    <div class="long shops">
      <Page
        title={title}
        strips={<Strips asOf={found.at} unreachable={found.problem?.kind === 'unreachable'} />}
        onBack={() => (history.length > 1 ? history.back() : go('/shops', true))}
        bar={person === '' ? undefined : <ResidentBar at="shops" />}
      >
        {!place && gone && (
          <EmptyState title={<T k="place.gone" />} text={<T k="place.gone_text" />}>
            <Button kind="outline" href={to('/shops')}>
              {t('place.back_to_list')}
            </Button>
          </EmptyState>
        )}
        {!place && found.problem && !gone && <Trouble onRetry={() => void found.reload()} office={info?.city} phone={info?.telephone} />}
        {!place && !found.problem && <Skeleton shape="card" />}
        {place && <Parts found={place} />}
      </Page>
    </div>
  );
}

function Parts({ found }: { found: GuidePlace }): VNode {
  const { place, directory, photos } = found;
  const now = serverNow();
  return (
    <>
      <div class="card shop-card">
        {photos.length === 0 && <NorenTile letter={place.name} />}
        {photos.length > 0 && (
          <ul class="shop-photos">
            {photos.map((photo, i) => (
              <li key={photo.id}>
                <img src={photo.url} alt={t('place.photo', { name: place.name, n: i + 1 })} />
              </li>
            ))}
          </ul>
        )}
        <p class="quiet">{place.reading}</p>
        <p>
          {found.types.join('・')}・{place.area}
        </p>
        <p>
          <OpenLine row={place} now={now} />
        </p>
      </div>
      <Usable found={found} />
      {directory.text !== undefined && (
        <Part title={t('place.about')}>
          <p class="shop-text">{directory.text}</p>
        </Part>
      )}
      <Week directory={directory} now={now} />
      <Reach directory={directory} />
    </>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }): VNode {
  return (
    <section class="shop-part">
      <h2 class="part-heading">{title}</h2>
      {children}
    </section>
  );
}

function Usable({ found }: { found: GuidePlace }): VNode {
  const { place, programs } = found;
  const also: [boolean, IconName, string][] = [
    [place.takes_points, 'gift', t('shops.takes_points')],
    [place.gives_points, 'plus', t('shops.gives')],
    [place.tops_up, 'yen', t('shops.tops_up')],
  ];
  const shown = also.filter(([there]) => there);
  return (
    <Part title={t('place.usable')}>
      {programs.length === 0 && shown.length === 0 && (
        <p class="phrases">
          <T k="place.usable_none" />
        </p>
      )}
      <ul class="card shop-usable">
        {programs.map((program) => (
          <li key={program.id}>
            <Stamp {...stampOf(program)} />
            <span>{program.name}</span>
          </li>
        ))}
        {shown.map(([, icon, words]) => (
          <li key={icon}>
            <Icon name={icon} />
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Week({ directory, now }: { directory: PlaceDirectory; now: number }): VNode | null {
  const week = weekOf(directory);
  if (!week) return null;
  const today = weekdayOf(now);
  const dates = (directory.closed_dates ?? []).filter(({ date }) => date >= new Date(now + 9 * 3600 * 1000).toISOString().slice(0, 10));
  return (
    <Part title={t('place.hours')}>
      <dl class="card shop-week">
        {week.map(({ weekday, stretches }) => (
          <div key={weekday} class={weekday === today ? 'shop-today' : undefined}>
            <dt>
              {t(`place.${weekday}`)}
              {weekday === today && ` (${t('place.today')})`}
            </dt>
            <dd>
              {stretches.length === 0
                ? t('place.closed_day')
                : stretches.map((stretch) => (
                    <span key={stretch} class="whole">
                      {stretch}
                    </span>
                  ))}
            </dd>
          </div>
        ))}
      </dl>
      {(directory.closed_weeks ?? []).map(({ nth, weekday }) => (
        <p key={`${nth} ${weekday}`} class="quiet">
          {t('place.nth', { nth, weekday: t(`place.${weekday}`) })}
        </p>
      ))}
      {dates.length > 0 && (
        <p class="quiet">
          {t('place.closed_dates')} {dates.map(({ date }) => dayWithWeekday(date, now)).join('・')}
        </p>
      )}
    </Part>
  );
}

function Reach({ directory }: { directory: PlaceDirectory }): VNode {
  const { address, telephone, url, keywords } = directory;
  return (
    <>
      {address !== undefined && (
        <Part title={t('place.address')}>
          <p>{address}</p>
        </Part>
      )}
      {keywords !== undefined && (
        <Part title={t('place.goods')}>
          <p>{keywords}</p>
        </Part>
      )}
      <div class="shop-reach">
        {telephone !== undefined && (
          <Button kind="outline" icon="phone" href={`tel:${telephone.replace(/[^0-9+]/g, '')}`}>
            {`${t('place.telephone')} ${telephone}`}
          </Button>
        )}
        {url !== undefined && (
          <a class="text-link" href={url} target="_blank" rel="noopener noreferrer">
            <span>{t('place.url')}</span>
          </a>
        )}
      </div>
    </>
  );
}
