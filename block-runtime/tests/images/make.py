"""Makes the image files beside it: those that the encoders of the tests cannot write. Needs Pillow.

Each shows 16 × 8 pixels: the left half red, the right half blue. Files with several frames or pages have a green one
after that.
"""

from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent

scene = Image.new("RGB", (16, 8), (200, 0, 0))
scene.paste((0, 0, 200), (8, 0, 16, 8))
green = Image.new("RGB", (16, 8), (0, 200, 0))
transparent = scene.convert("RGBA")
transparent.putalpha(0)


def save(name, image=scene, **options):
    image.save(HERE / name, **options)


save("progressive.jpg", quality=95, progressive=True)
save("halved_colours.jpg", quality=95, subsampling=2)
save("restarts.jpg", quality=95, subsampling=0, restart_marker_blocks=1)
save("print.jpg", scene.convert("CMYK"), quality=95)

save("palette.png", scene.convert("P", palette=Image.Palette.ADAPTIVE))
save("transparent_palette.png", scene.convert("P", palette=Image.Palette.ADAPTIVE), transparency=0)
save("animated.png", save_all=True, append_images=[green])

save("animated.gif", save_all=True, append_images=[green])
save("interlaced.gif", scene.convert("P", palette=Image.Palette.ADAPTIVE), interlace=1)

save("lossy.webp", quality=95)
save("lossless.webp", lossless=True)
save("transparent.webp", transparent, lossless=True, exact=True)
save("animated.webp", save_all=True, append_images=[green], lossless=True)

exif = Image.Exif()
exif[0x0112] = 6
upright = scene.transpose(Image.Transpose.ROTATE_90)
for name in ("turned.jpg", "turned.png", "turned.webp"):
    save(name, upright, exif=exif, quality=100, lossless=True)

for compression in ("packbits", "tiff_lzw", "tiff_adobe_deflate", "jpeg"):
    save(f"{compression.removeprefix('tiff_')}.tif", compression=compression)
save("pages.tif", save_all=True, append_images=[green])
save("print.tif", scene.convert("CMYK"))

save("palette.bmp", scene.convert("P", palette=Image.Palette.ADAPTIVE))
save("alpha.bmp", scene.convert("RGBA"))
