package org.ros.node.service;

import org.ros.internal.node.RegistrantListener;

/** Hears what happens to a server. */
public interface ServiceServerListener<T, S> extends RegistrantListener<ServiceServer<T, S>> {

  void onShutdown(ServiceServer<T, S> serviceServer);
}
