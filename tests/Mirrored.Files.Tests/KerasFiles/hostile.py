# Makes data/hostile/*.weights.h5: weights of the model of RealKeras.cs that lie elsewhere than in the file.
#   python3 hostile.py        needs h5py; tested with 3.7
import pathlib
import shutil

import h5py
import numpy as np

here = pathlib.Path(__file__).parent / "data"
out = here / "hostile"
ELSEWHERE = "/etc/hostname"  # Exists everywhere, and is nobody's weights.


def make(name, change, **kwargs):
    path = out / f"{name}.weights.h5"
    with h5py.File(here / "model.weights.h5") as source, h5py.File(path, "w", **kwargs) as file:
        for key in source:
            source.copy(key, file)
        change(file, place(file))


def place(file):
    """The first dataset: the first layer's kernel."""
    found = []
    file.visititems(lambda name, item: found.append(name) if isinstance(item, h5py.Dataset) and not found else None)
    return found[0]


def external_link(file, name):
    del file[name]
    file[name] = h5py.ExternalLink(ELSEWHERE, "/weights")


def external_group(file, name):
    group = name.rsplit("/", 1)[0]
    del file[group]
    file[group] = h5py.ExternalLink(ELSEWHERE, "/weights")


def external_data(file, name):
    shape = file[name].shape
    del file[name]
    file.create_dataset(name, shape, "f4", external=[(ELSEWHERE, 0, h5py.h5f.UNLIMITED)])


def virtual_data(file, name):
    shape = file[name].shape
    del file[name]
    layout = h5py.VirtualLayout(shape, "f4")
    layout[...] = h5py.VirtualSource(ELSEWHERE, "weights", shape)
    file.create_virtual_dataset(name, layout)


def link_in_a_circle(file, name):
    del file[name]
    file[name] = h5py.SoftLink("/" + name)


def endless_shape(file, name):
    del file[name]
    file.create_dataset(name, (1 << 40, 1 << 20), "f4", chunks=(1 << 10, 1 << 10))


def packed(file, name):
    values = file[name][...]
    del file[name]
    file.create_dataset(name, data=values, chunks=values.shape, compression="gzip")


def object_references(file, name):
    shape = file[name].shape
    del file[name]
    file.create_dataset(name, shape, h5py.ref_dtype)


shutil.rmtree(out, ignore_errors=True)
out.mkdir()
for change in (external_link, external_group, external_data, virtual_data, link_in_a_circle, endless_shape, packed, object_references):
    make(change.__name__, change)
for change in (external_link, external_group, external_data):
    make(change.__name__ + "_latest", change, libver="latest")
