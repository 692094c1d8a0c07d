"""Writes index.html into the folder of pictures: a row a screen, a picture a size. Usage: shots_index.py FOLDER"""
import collections
import html
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
screens = collections.defaultdict(lambda: collections.defaultdict(list))
for picture in sorted(folder.glob("*.png")):
    parts = picture.stem.split("~")  # app~screen~size; the gallery's are screen-size
    app, screen, size = parts if len(parts) == 3 else ("gallery", *picture.stem.rsplit("-", 1))
    screens[app][screen].append((size, picture.name))

rows = []
for app, found in sorted(screens.items()):
    rows.append(f"<h1>{html.escape(app)} ({len(found)})</h1>")
    for screen, pictures in found.items():
        shown = "".join(f'<figure><a href="{html.escape(name)}"><img loading="lazy" alt="" src="{html.escape(name)}"></a>'
                        f"<figcaption>{html.escape(size)}</figcaption></figure>" for size, name in pictures)
        rows.append(f"<h2>{html.escape(screen)}</h2><div>{shown}</div>")
style = "body{font:14px sans-serif}div{display:flex;flex-wrap:wrap}figure{margin:4px}img{height:320px;border:1px solid #999}"
(folder / "index.html").write_text(f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>Meguri</title>'
                                   f"<style>{style}</style>{''.join(rows)}</html>\n", "utf-8")
